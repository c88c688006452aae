#include "contact/people/change_reader.hpp"

#include "base/text.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace hatif::contact {

using base::Errc;
using base::fail;
using base::Result;
using simdjson::dom::element;
using simdjson::dom::object;

namespace {

constexpr std::size_t most_channels = 20;
constexpr std::size_t longest_channel = 64;

/// Members of the contact that clients read and may send back; they change nothing.
constexpr std::array<std::string_view, 6> output_only{"id",          "organizationId", "phoneE164",
                                                      "phoneStatus", "createdAt",      "updatedAt"};

const TextRule* rule_of(std::string_view member) {
    for (const auto& rule : text_rules()) {
        if (rule.name == member) return &rule;
    }
    return nullptr;
}

base::Error invalid(std::vector<base::FieldError> fields) {
    const auto count = fields.size();
    return {Errc::invalid,
            count == 1 ? "1 field is invalid" : std::to_string(count) + " fields are invalid",
            "VALIDATION", std::move(fields)};
}

/// One JSON object into one item, member by member; every fault is noted and the rest read on.
class ItemReader {
public:
    explicit ItemReader(const phone::Country& home) : home_{home} {}

    Item read(const object& members) {
        for (const auto member : members) read(member.key, member.value);
        if (!seen_.contains("primaryPhone")) refuse("primaryPhone", "is required");
        if (!errors_.empty()) return {std::nullopt, std::move(errors_)};
        return {std::move(change_), {}};
    }

private:
    void read(std::string_view name, const element& value) {
        if (!seen_.insert(name).second) return refuse(std::string{name}, "is given twice");
        if (name == "primaryPhone") return read_phone(value);
        if (name == "channels") return read_channels(value);
        if (const auto* rule = rule_of(name)) return read_text(*rule, value);
        if (std::find(output_only.begin(), output_only.end(), name) == output_only.end()) {
            refuse(std::string{name}, "is not a member of a contact");
        }
    }

    void read_phone(const element& value) {
        std::string_view text;
        if (value.is_null()) return refuse("primaryPhone", "is required");
        if (value.get(text) != simdjson::SUCCESS) return refuse("primaryPhone", "must be a text");
        const auto length = base::length_in_characters(text);
        if (length < 3 || length > 20) return refuse("primaryPhone", "must be 3 to 20 characters");
        if (has_nul(text)) return refuse("primaryPhone", "must not contain U+0000");
        auto reading = phone::read(text, home_);
        if (!reading) return refuse("primaryPhone", reading.error().what);
        change_.primary_phone = text;
        change_.phone = *std::move(reading);
    }

    void read_text(const TextRule& rule, const element& value) {
        auto& sent = change_.texts[index_of(rule.field)];
        const std::string name{rule.name};
        std::string_view text;
        if (value.is_null()) {
            sent.emplace(std::nullopt);
        } else if (value.get(text) != simdjson::SUCCESS) {
            refuse(name, "must be a text or null");
        } else if (text.empty()) {
            sent.emplace(std::nullopt); // what a form or a spreadsheet sends for "none"
        } else if (base::length_in_characters(text) > rule.most) {
            refuse(name, "must be at most " + std::to_string(rule.most) + " characters");
        } else if (has_nul(text)) {
            refuse(name, "must not contain U+0000");
        } else if (!rule.takes(text)) {
            refuse(name, "must be " + std::string{rule.wants});
        } else {
            sent.emplace(std::string{text});
        }
    }

    void read_channels(const element& value) {
        auto& channels = change_.channels.emplace();
        if (value.is_null()) return;
        simdjson::dom::array list;
        if (value.get(list) != simdjson::SUCCESS)
            return refuse("channels", "must be a list of texts");
        for (const element item : list) {
            const auto path = "channels[" + std::to_string(channels.size()) + "]";
            if (channels.size() == most_channels) {
                return refuse("channels",
                              "must be at most " + std::to_string(most_channels) + " items");
            }
            std::string_view text;
            if (item.get(text) != simdjson::SUCCESS || has_nul(text)) {
                refuse(path, "must be a text");
            } else if (text.empty() || base::length_in_characters(text) > longest_channel) {
                refuse(path, "must be 1 to " + std::to_string(longest_channel) + " characters");
            }
            channels.emplace_back(text);
        }
    }

    /// PostgreSQL's texts cannot hold it.
    static bool has_nul(std::string_view text) { return text.find('\0') != text.npos; }

    void refuse(std::string path, std::string what) {
        errors_.push_back({std::move(path), std::move(what)});
    }

    const phone::Country& home_;
    Change change_;
    std::set<std::string_view> seen_; // texts of the document
    std::vector<base::FieldError> errors_;
};

Item read_item(const element& value, const phone::Country& home) {
    object members;
    if (value.get(members) != simdjson::SUCCESS) return {std::nullopt, {{"", "must be an object"}}};
    return ItemReader{home}.read(members);
}

} // namespace

Result<Change> read_contact(std::string_view json, const phone::Country& home) {
    simdjson::dom::parser parser;
    element body;
    if (parser.parse(json.data(), json.size()).get(body) != simdjson::SUCCESS ||
        !body.is_object()) {
        return fail(invalid({{"body", "must be a JSON object"}}));
    }
    auto item = read_item(body, home);
    if (!item.change) return fail(invalid(std::move(item.errors)));
    return *std::move(item.change);
}

Result<std::vector<Item>> read_contacts(std::string_view json, const phone::Country& home) {
    const auto refused = [](std::string why) { return fail(invalid({{"data", std::move(why)}})); };
    simdjson::dom::parser parser;
    element body;
    if (json.empty()) return refused("is required");
    if (parser.parse(json.data(), json.size()).get(body) != simdjson::SUCCESS || !body.is_array()) {
        return refused("must be a list of contacts");
    }
    const simdjson::dom::array list = body;
    if (list.size() == 0) return refused("must be 1 to 1,000 contacts");
    std::vector<Item> items;
    for (const element value : list) {
        if (items.size() == most_items) return refused("must be 1 to 1,000 contacts");
        items.push_back(read_item(value, home));
    }
    return items;
}

} // namespace hatif::contact
