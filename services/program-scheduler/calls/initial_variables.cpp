#include "program_scheduler/calls/initial_variables.hpp"

#include "base/text.hpp"

#include <simdjson.h>

#include <set>

namespace hatif::program_scheduler {

namespace dom = simdjson::dom;

namespace {

constexpr std::size_t most_bytes = 16UL * 1024;
constexpr std::size_t most_variables = 100;
constexpr std::size_t longest_name = 64;

bool is_plain(const dom::element& value) {
    return !value.is_object() && !value.is_array();
}

} // namespace

std::variant<std::string, WrongVariables> read_initial_variables(std::string_view json) {
    if (json.empty()) return std::string{};
    if (json.size() > most_bytes) return WrongVariables{"", "must be at most 16 KiB of JSON"};
    dom::parser parser;
    dom::object object;
    if (parser.parse(json.data(), json.size()).get(object) != simdjson::SUCCESS) {
        return WrongVariables{"", "must be an object: each variable's name with its value"};
    }
    std::set<std::string_view> names;
    for (const auto& [name, value] : object) {
        const auto characters = base::length_in_characters(name);
        if (characters < 1 || characters > longest_name) {
            return WrongVariables{"", "must have names of 1 to 64 characters"};
        }
        const auto path = "." + std::string{name};
        if (!is_plain(value))
            return {WrongVariables{path, "must be a text, number, boolean or null"}};
        if (name.find('\0') != std::string_view::npos ||
            (value.is_string() && std::string_view{value}.find('\0') != std::string_view::npos)) {
            return WrongVariables{path, "must be text without NUL characters"};
        }
        if (!names.insert(name).second) return WrongVariables{path, "is there twice"};
    }
    if (names.size() > most_variables) return WrongVariables{"", "must be at most 100 variables"};
    return names.empty() ? std::string{} : simdjson::minify(object);
}

} // namespace hatif::program_scheduler
