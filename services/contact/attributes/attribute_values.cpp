#include "contact/attributes/attribute_values.hpp"

#include "base/text.hpp"
#include "contact/attributes/attribute_value.hpp"

#include <simdjson.h>

#include <functional>

namespace hatif::contact {

namespace {

namespace ondemand = simdjson::ondemand;
using Values = std::map<std::string, std::string, std::less<>>; // key → JSON

/// Calls `take(key, value)` for each member of what we wrote ourselves.
template <class Take>
void for_each(std::string_view json, Take take) {
    if (json.size() <= no_attributes.size()) return;
    thread_local ondemand::parser parser;
    const simdjson::padded_string text{json};
    ondemand::document document;
    ondemand::object members;
    if (parser.iterate(text).get(document) != simdjson::SUCCESS ||
        document.get_object().get(members) != simdjson::SUCCESS) {
        return;
    }
    for (auto each : members) {
        ondemand::field member;
        std::string_view key;
        if (std::move(each).get(member) != simdjson::SUCCESS ||
            member.unescaped_key().get(key) != simdjson::SUCCESS) {
            return;
        }
        take(key, member.value());
    }
}

std::string_view json_of(const ondemand::value& value) {
    return base::trimmed(ondemand::value{value}.raw_json_token());
}

void append_member(std::string& out, std::string_view name, std::string_view json) {
    out += out.size() > 1 ? "," : "";
    base::append_json_string(out, name);
    out += ':';
    out += json;
}

} // namespace

std::string stored_key(std::string_view name, AttributeType type) {
    std::string key{name};
    key += ':';
    key += word_of(type);
    return key;
}

std::string with_changes(std::string_view stored, const std::vector<AttributeChange>& changes) {
    if (changes.empty()) return std::string{stored};
    Values values;
    for_each(stored, [&](std::string_view key, ondemand::value value) {
        values.emplace(key, json_of(value));
    });
    for (const auto& change : changes) {
        const auto key = stored_key(change.name, change.type);
        if (!change.json) {
            values.erase(key);
            continue;
        }
        auto& now = values[key];
        const bool is_number = change.type == AttributeType::number && !now.empty();
        if (!is_number || !same_number(now, *change.json)) now = *change.json;
    }
    std::string out{"{"};
    for (const auto& [key, json] : values) append_member(out, key, json);
    return out + '}';
}

base::Result<void> check_growth(std::string_view before, std::string_view after) {
    if (after.size() <= most_attribute_bytes || after.size() <= before.size()) return {};
    return base::fail({base::Errc::invalid,
                       "1 field is invalid",
                       "VALIDATION",
                       {{"customAttributes", "must be at most 64 KB in all"}}});
}

std::string visible(std::string_view stored, const AttributeSchema& schema) {
    std::string out{"{"};
    for_each(stored, [&](std::string_view key, ondemand::value value) {
        const auto colon = key.rfind(':');
        const auto name = key.substr(0, colon);
        const auto type = schema.type_of(name);
        if (type && key.substr(colon + 1) == word_of(*type)) {
            append_member(out, name, json_of(value));
        }
    });
    return out + '}';
}

Values plain_values(std::string_view json) {
    Values values;
    for_each(json, [&](std::string_view key, ondemand::value value) {
        std::string_view text;
        const bool is_text = value.get_string().get(text) == simdjson::SUCCESS;
        values.emplace(key, is_text ? text : json_of(value));
    });
    return values;
}

} // namespace hatif::contact
