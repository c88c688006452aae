#pragma once

#include "flow/operand.hpp"
#include "flow/words.hpp"

#include <string>
#include <vector>

/// A `set_variable` node gives a variable a value, and goes on at once: by onSuccess, or by onError
/// when the value is that of a variable that was never set, or cannot be computed. What a contact
/// does not have is null. What is made of a secret is secret.
namespace hatif::flow {

class ConfigReader;

struct SetVariableNode {
    std::string variable;
    Operand value;

    bool operator==(const SetVariableNode&) const = default;
};

SetVariableNode read_set_variable(ConfigReader& config);

/// All that it does.
Commands enter(const SetVariableNode& node, const Scope& scope);

std::vector<Leave> exits(const SetVariableNode& node);

} // namespace hatif::flow
