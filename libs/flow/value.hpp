#pragma once

#include <map>
#include <ostream>
#include <string>
#include <string_view>
#include <variant>

/// What a flow computes with: nothing, yes or no, a number, a text.
namespace hatif::flow {

using Null = std::monostate;
using Value = std::variant<Null, bool, double, std::string>;

/// One variable of a call. What came from a `secret` node is never shown, nor what was made of it.
struct Variable {
    Value value;
    bool secret = false;

    bool operator==(const Variable&) const = default;
};

using Variables = std::map<std::string, Variable, std::less<>>;

/// How many bytes it takes, about.
std::size_t size_of(std::string_view name, const Variable& variable);

/// As a JSON object; secrets are masked.
std::string shown(const Variables& variables);

inline constexpr std::size_t longest_name = 64; ///< characters, of a variable

/// Stands for a key or a value that is shown nowhere.
inline constexpr std::string_view masked = "•";

/// As a person would write it: "true", "12", "12.5"; null is the empty text.
std::string to_text(const Value& value);

/// As JSON: null, true, 12, 12.5, "text".
std::string to_json(const Value& value);

/// The same with all digits of a number, so that it reads back as the same.
std::string to_exact_json(const Value& value);

/// A text as a JSON string.
std::string json_text(std::string_view text);

/// As JSON, for logs and failing tests. In this namespace lookup finds no operator for std types.
struct Shown {
    const Value& value;
    friend std::ostream& operator<<(std::ostream& out, const Shown& it) {
        return out << to_json(it.value);
    }
};

} // namespace hatif::flow
