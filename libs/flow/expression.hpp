#pragma once

#include "base/result.hpp"
#include "flow/value_source.hpp"

#include <string_view>
#include <variant>
#include <vector>

/// What a flow's author wrote to be computed: `balance * 1.2`, `"Ref " & contact.lastName`.
///
///     joined   =  sum { "&" sum }                      as text, always
///     sum      =  product { ("+" | "-" | "−") product }
///     product  =  signed { ("*" | "×" | "/" | "÷") signed }
///     signed   =  { "-" | "−" | "+" } primary
///     primary  =  number | 'text' | "text" | true | false | null | name | {{name}} | ( joined )
///     name     =  variable | contact.field | attribute.name | sys.name
///
/// `+` adds numbers, and texts that read as numbers; any other texts it joins.
namespace hatif::flow {

enum class Operation { join, add, subtract, multiply, divide, negate };

/// In postfix order, so that it is computed with a stack and no recursion.
struct Expression {
    using Part = std::variant<Value, ValueSource, Operation>;

    std::vector<Part> parts;

    bool operator==(const Expression&) const = default;
};

inline constexpr std::size_t longest_expression = 1'000;
inline constexpr int deepest_expression = 50;

/// A refusal says what was expected, and after which character.
base::Result<Expression> parse_expression(std::string_view text);

} // namespace hatif::flow
