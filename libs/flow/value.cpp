#include "flow/value.hpp"

#include "base/overloaded.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <cmath>

namespace hatif::flow {

namespace {

/// The shortest text that reads back as the same number; no exponent for what people count.
std::string number_text(double number) {
    if (std::floor(number) == number && std::abs(number) < 1e15) {
        return fmt::format("{:.0f}", number + 0.0); // + 0.0: minus zero is zero
    }
    return fmt::format("{}", number);
}

} // namespace

std::string to_text(const Value& value) {
    const auto words = base::overloaded{
        [](Null) { return std::string{}; },
        [](bool it) { return std::string{it ? "true" : "false"}; },
        [](double it) { return number_text(it); },
        [](const std::string& it) { return it; },
    };
    return std::visit(words, value);
}

std::size_t size_of(std::string_view name, const Variable& variable) {
    const auto* text = std::get_if<std::string>(&variable.value);
    return name.size() + (text == nullptr ? sizeof(double) : text->size());
}

std::string shown(const Variables& variables) {
    std::string json = "{";
    for (const auto& [name, variable] : variables) {
        if (json.size() > 1) json += ',';
        json += json_text(name) + ':';
        json += variable.secret ? json_text(masked) : to_json(variable.value);
    }
    return json + '}';
}

std::string to_json(const Value& value) {
    if (std::holds_alternative<Null>(value)) return "null";
    const auto* text = std::get_if<std::string>(&value);
    return text == nullptr ? to_text(value) : json_text(*text);
}

std::string to_exact_json(const Value& value) {
    const auto* number = std::get_if<double>(&value);
    return number == nullptr ? to_json(value) : fmt::format("{}", *number);
}

std::string json_text(std::string_view text) {
    std::string json;
    base::append_json_string(json, text);
    return json;
}

} // namespace hatif::flow
