#pragma once

#include "flow/value.hpp"

#include <optional>

namespace hatif::flow {

/// The number that a value is, or that its text reads as: digits, a sign before, a point within
/// ("-12.50", "٣"). Keys pressed are text, and count.
std::optional<double> as_number(const Value& value);

} // namespace hatif::flow
