#include "simulation/hidden_keys.hpp"

#include <simdjson.h>

namespace hatif::simulation {

namespace dom = simdjson::dom;

namespace {

/// The output with which the keys that begin here were taken.
std::string taken_by(const std::vector<HiddenKey>& following) {
    for (const auto& key : following) {
        if (key.again) return {};
        if (key.output) return *key.output;
    }
    return {};
}

} // namespace

bool is_hidden_key(const call::fact::Input& input) {
    return input.kind == "key_pressed" && hidden_in(input);
}

std::optional<HiddenKey> hidden_in(const call::fact::Input& input) {
    dom::parser parser;
    dom::object members;
    if (parser.parse(input.data).get(members) != simdjson::SUCCESS) return std::nullopt;
    HiddenKey hidden;
    dom::element output;
    if (members.at_key("output").get(output) != simdjson::SUCCESS) return std::nullopt;
    std::string_view name;
    if (output.get(name) == simdjson::SUCCESS) hidden.output = std::string{name};
    bool again = false;
    hidden.again = members.at_key("again").get(again) == simdjson::SUCCESS && again;
    return hidden;
}

bool hides_value(const call::fact::Input& input) {
    // Within a text of the data the quotes would be escaped.
    return input.kind == "request_over" && input.data.find(R"({"secret":)") != std::string::npos;
}

const std::array<Guess, 4>& guesses() {
    static const std::array<Guess, 4> all{{
        {"1234567890*#ABCD", {}},
        {"*#1234567890ABCD", {std::string{"+212600000000"}, "https://example.org/"}},
        {"0987654321*#ABCD", {0.0, ""}},
        {"7654321890*#ABCD", {7'654'321.0, "2026-01-15"}},
    }};
    return all;
}

std::string
likely_keys(const std::vector<HiddenKey>& following, std::size_t digits, std::string_view order) {
    std::string keys;
    const auto branch = taken_by(following);
    const bool told = !branch.empty() && branch.find_first_not_of(order) == std::string::npos;
    if (told && digits < branch.size()) keys += branch[digits];
    return keys.append(order);
}

} // namespace hatif::simulation
