#include "flow/config_reader.hpp"

#include <fmt/format.h>
#include <simdjson.h>

namespace hatif::flow {

namespace dom = simdjson::dom;

namespace {

constexpr std::size_t longest_json = 16 * 1'024; // bytes, of what stands in the graph

bool is_value_source(const dom::object& members) {
    std::string_view word;
    if (members.at_key("source").get(word) != simdjson::SUCCESS) return false;
    return source_kind(word).has_value();
}

/// A value source or `{expression}`, and no object to be sent.
bool is_place(const dom::element& it) {
    dom::object members;
    if (it.get(members) != simdjson::SUCCESS) return false;
    const bool computes =
        members.size() == 1 && members.at_key("expression").error() == simdjson::SUCCESS;
    return computes || is_value_source(members);
}

void append_text(Template& all, std::string_view text) {
    if (all.parts.empty() || !std::holds_alternative<std::string>(all.parts.back())) {
        all.parts.emplace_back(std::string{});
    }
    std::get<std::string>(all.parts.back()) += text;
}

} // namespace

bool ConfigReader::is_json(std::string_view name) {
    const auto found = find(name, Need::optional);
    return found && !is_place(*found) && (found->is_object() || found->is_array());
}

Template ConfigReader::json(std::string_view name) {
    Template all;
    const auto found = find(name, Need::required);
    if (!found) return all;
    const std::string at = pointer(path(), name);
    append_json(all, *found, at);
    std::size_t bytes = 0;
    for (const auto& part : all.parts) {
        const auto* text = std::get_if<std::string>(&part);
        if (text != nullptr) bytes += text->size();
    }
    if (bytes > longest_json) {
        refuse("out_of_range", fmt::format("'{}' must have at most {} bytes", name, longest_json),
               at);
    }
    return all;
}

/// The parser bounds how deep it goes.
void ConfigReader::append_json(Template& all, const dom::element& it, const std::string& at) {
    dom::object members;
    dom::array items;
    bool first = true;
    const auto separate = [&] {
        if (!std::exchange(first, false)) append_text(all, ",");
    };
    if (is_place(it)) {
        all.parts.emplace_back(Template::Place{inner(it, at)->place(), Template::As::json});
    } else if (it.get(members) == simdjson::SUCCESS) {
        append_text(all, "{");
        for (const auto [name, value] : members) {
            separate();
            append_text(all, json_text(name) + ':');
            append_json(all, value, pointer(at, name));
        }
        append_text(all, "}");
    } else if (it.get(items) == simdjson::SUCCESS) {
        append_text(all, "[");
        std::size_t index = 0;
        for (const auto item : items) {
            separate();
            append_json(all, item, pointer(at, index++));
        }
        append_text(all, "]");
    } else {
        append_text(all, simdjson::minify(it));
    }
}

} // namespace hatif::flow
