#pragma once

#include "flow/comparison.hpp"

#include <vector>

namespace hatif::flow {

class ConfigReader;

/// One comparison; or all, any, or none of the parts.
struct Condition {
    enum class Kind { comparison, all, any, none };

    Kind kind = Kind::comparison;
    Operand left{};
    Operator by = Operator::exists;
    Operand right{};
    std::vector<Condition> parts{};

    bool operator==(const Condition&) const = default;
};

inline constexpr int deepest_condition = 20;
inline constexpr int largest_condition = 200; ///< comparisons in all

/// `{left, operator, right}`, `{and: […]}`, `{or: […]}` or `{not: …}`.
Condition read_condition(ConfigReader& members);

/// From left to right, and no further than is needed to know. Faults: variable_not_set, but for
/// `exists`; those of `compare` and of expressions.
OrFault<bool> holds(const Condition& condition, Reading& reading);

/// All that it may read.
std::vector<ValueSource> sources_of(const Condition& condition);

} // namespace hatif::flow
