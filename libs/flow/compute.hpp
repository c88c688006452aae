#pragma once

#include "flow/expression.hpp"
#include "flow/reading.hpp"

namespace hatif::flow {

/// What an expression comes to now; secret when anything in it is. Faults: variable_not_set,
/// not_a_number, division_by_zero, number_too_large, text_too_long.
OrFault<Variable> compute(const Expression& expression, Reading& reading);

} // namespace hatif::flow
