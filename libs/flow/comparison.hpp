#pragma once

#include "flow/reading.hpp"

#include <optional>
#include <string_view>

/// How two values are compared.
///
///     null      equals null alone; every other comparison with it is false
///     numbers   by size; so is a text that reads as a number against a number, and in an order
///               against another such text: a key pressed counts as the digit it is
///     yes, no   equal to "true" and "false" too; they have no order
///     texts     exactly as they are written; in an order, date-times with a zone by their moments,
///               all else by their letters, so that dates such as 2025-01-15 follow each other
namespace hatif::flow {

enum class Operator { eq, neq, gt, lt, gte, lte, contains, starts_with, ends_with, exists };

/// "eq", "startsWith", …: as the graph writes them.
std::optional<Operator> operator_named(std::string_view text);

/// Fault: not_comparable, for an order that does not exist: "abc" > 5.
OrFault<bool> compare(const Value& left, Operator by, const Value& right);

} // namespace hatif::flow
