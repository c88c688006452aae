#pragma once

#include "flow/expression.hpp"
#include "flow/value_source.hpp"

#include <variant>
#include <vector>

namespace hatif::flow {

/// A value written in the graph, the place to take it from, or what to compute it by.
using Operand = std::variant<Value, ValueSource, Expression>;

/// All that it reads.
std::vector<ValueSource> sources_of(const Operand& operand);

} // namespace hatif::flow
