#pragma once

#include "flow/condition.hpp"
#include "flow/words.hpp"

/// A `condition` node asks about what is known, and goes on at once: by onTrue or onFalse, or by
/// onError when it cannot be told. Of what a secret decided, the result is noted, and no value.
namespace hatif::flow {

struct ConditionNode {
    Condition condition;

    bool operator==(const ConditionNode&) const = default;
};

ConditionNode read_condition_node(ConfigReader& config);

/// All that it does.
Commands enter(const ConditionNode& node, const Scope& scope);

std::vector<Leave> exits(const ConditionNode& node);

} // namespace hatif::flow
