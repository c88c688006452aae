#include "flow/config_reader.hpp"

#include <fmt/format.h>
#include <simdjson.h>

namespace hatif::flow {

ValueSource ConfigReader::source() {
    const std::string word = text("source", Need::required);
    const auto kind = source_kind(word);
    if (!kind) {
        if (!word.empty()) {
            refuse("unknown_value",
                   "'source' must be one of: variable, customAttribute, contactField, system",
                   pointer(path(), "source"));
        }
        return {};
    }
    const auto refuse_name = [&](const char* member, const std::string& name) {
        refuse("unknown_value", fmt::format("there is no {} '{}'", member, name),
               pointer(path(), member));
    };
    switch (*kind) {
    case ValueSource::Kind::variable:
        return {*kind, text("variableName", Need::required, longest_name)};
    case ValueSource::Kind::custom_attribute:
        return {*kind, text("attributeName", Need::required)};
    case ValueSource::Kind::contact_field: {
        const std::string name = text("field", Need::required);
        const auto field = contact_field(name);
        if (!field && !name.empty()) refuse_name("field", name);
        return {*kind, field.value_or("")};
    }
    case ValueSource::Kind::system:
        break;
    }
    const std::string name = text("name", Need::required);
    if (!is_system_name(name) && !name.empty()) refuse_name("name", name);
    return {*kind, name};
}

Operand ConfigReader::operand(std::string_view name) {
    bool flag = false;
    double number = 0;
    std::string_view text;
    const auto given = written(name);
    if (!given) {
        missing(name);
        return Value{};
    }
    if (given->is_null()) return Value{};
    if (given->get(flag) == simdjson::SUCCESS) return Value{flag};
    if (given->get(number) == simdjson::SUCCESS) return Value{number};
    if (given->get(text) == simdjson::SUCCESS) return Value{std::string{text}};
    auto* members = given->is_object() ? object(name) : nullptr;
    if (members == nullptr) {
        wrong_type(name, "a text, a number, true, false, null, a value source or an {expression}");
        return Value{};
    }
    return members->place();
}

/// What an object stands for.
Operand ConfigReader::place() {
    if (has("expression")) return expression();
    return source();
}

Operand ConfigReader::expression() {
    const std::string written = text("expression", Need::required);
    auto parsed = parse_expression(written);
    if (parsed) return std::move(*parsed);
    if (!written.empty()) {
        refuse("bad_expression", parsed.error().what, pointer(path(), "expression"));
    }
    return Value{};
}

} // namespace hatif::flow
