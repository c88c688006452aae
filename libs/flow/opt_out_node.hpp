#pragma once

#include "flow/words.hpp"

#include <vector>

/// An `opt_out` node has the number that was called never called again by the organization, and
/// goes on at once.
///
///     entered  -- the number is known -->  left by onSuccess
///     entered  -- it is not ------------>  left by onError: no_number
///
/// Done twice it is done once. Nothing is waited for: what becomes of it is the platform's.
namespace hatif::flow {

class ConfigReader;

struct OptOutNode {
    bool operator==(const OptOutNode&) const = default;
};

OptOutNode read_opt_out(ConfigReader& config);

/// All that it does.
Commands enter(const OptOutNode& node, const Scope& scope);

std::vector<Leave> exits(const OptOutNode& node);

} // namespace hatif::flow
