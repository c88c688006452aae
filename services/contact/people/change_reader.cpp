#include "contact/people/change_reader.hpp"

#include "base/text.hpp"
#include "contact/people/attributes_reader.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

// Two passes: the first proves that the text is JSON; the second walks it as it stands, so that
// numbers are taken over as they were written. What the first let through, the second can read;
// hence `.value_unsafe()`.
namespace hatif::contact {

using base::Errc;
using base::fail;
using base::Result;
namespace ondemand = simdjson::ondemand;
using ondemand::json_type;

namespace {

constexpr std::size_t most_channels = 20;
constexpr std::size_t longest_channel = 64;

/// Members of the contact that clients read and may send back; they change nothing.
constexpr std::array<std::string_view, 7> output_only{
    "id", "organizationId", "phoneE164", "phoneStatus", "engagement", "createdAt", "updatedAt"};

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

json_type kind_of(ondemand::value& value) {
    return value.type().value_unsafe();
}

std::string_view text_of(ondemand::value& value) {
    return value.get_string().value_unsafe();
}

/// What the items of one request are read by.
struct Conventions {
    const phone::Country& home;
    const AttributeSchema& attributes;
    bool phone_required;
};

/// One JSON object into one item, member by member; every fault is noted and the rest read on.
class ItemReader {
public:
    explicit ItemReader(const Conventions& conventions) : by_{conventions} {}

    Item read(ondemand::object members) {
        for (auto each : members) {
            auto member = std::move(each).value_unsafe();
            read(member.unescaped_key().value_unsafe(), member.value());
        }
        if (by_.phone_required && !seen_.contains("primaryPhone")) {
            refuse("primaryPhone", "is required");
        }
        if (!errors_.empty()) return {std::nullopt, std::move(errors_)};
        return {std::move(change_), {}};
    }

private:
    void read(std::string_view name, ondemand::value value) {
        if (!seen_.insert(name).second) return refuse(std::string{name}, "is given twice");
        if (name == "primaryPhone") return read_phone(value);
        if (name == "channels") return read_channels(value);
        if (name == "customAttributes") {
            return read_attributes(value, by_.attributes, by_.home, change_.attributes, errors_);
        }
        if (const auto* rule = rule_of(name)) return read_text(*rule, value);
        if (std::find(output_only.begin(), output_only.end(), name) == output_only.end()) {
            refuse(std::string{name}, "is not a member of a contact");
        }
    }

    void read_phone(ondemand::value& value) {
        const auto kind = kind_of(value);
        if (kind == json_type::null) {
            return refuse("primaryPhone", by_.phone_required ? "is required" : "cannot be cleared");
        }
        if (kind != json_type::string) return refuse("primaryPhone", "must be a text");
        const auto text = text_of(value);
        const auto length = base::length_in_characters(text);
        if (length < 3 || length > 20) return refuse("primaryPhone", "must be 3 to 20 characters");
        if (has_nul(text)) return refuse("primaryPhone", "must not contain U+0000");
        auto reading = phone::read(text, by_.home);
        if (!reading) return refuse("primaryPhone", reading.error().what);
        change_.phone = GivenPhone{std::string{text}, *std::move(reading)};
    }

    void read_text(const TextRule& rule, ondemand::value& value) {
        auto& sent = change_.texts[index_of(rule.field)];
        const auto kind = kind_of(value);
        const std::string name{rule.name};
        if (kind == json_type::null) return void(sent.emplace(std::nullopt));
        if (kind != json_type::string) return refuse(name, "must be a text or null");
        const auto text = text_of(value);
        if (text.empty()) {
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

    void read_channels(ondemand::value& value) {
        auto& channels = change_.channels.emplace();
        const auto kind = kind_of(value);
        if (kind == json_type::null) return;
        if (kind != json_type::array) return refuse("channels", "must be a list of texts");
        auto list = value.get_array().value_unsafe();
        std::size_t count = 0;
        for (auto each : list) {
            auto item = std::move(each).value_unsafe();
            const auto path = "channels[" + std::to_string(count) + "]";
            if (count++ == most_channels) {
                refuse("channels", "must be at most " + std::to_string(most_channels) + " items");
            }
            if (count > most_channels) continue; // reads on, to the end of the list
            const bool is_text = kind_of(item) == json_type::string;
            const auto text = is_text ? text_of(item) : std::string_view{};
            if (!is_text || has_nul(text)) {
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

    const Conventions& by_;
    Change change_;
    std::set<std::string_view> seen_; // texts of the document
    std::vector<base::FieldError> errors_;
};

/// A text that was proven to be JSON, of this kind, and where it is walked.
class Document {
public:
    explicit Document(std::string_view json) : text_{json} {}

    bool is(json_type wanted) {
        thread_local simdjson::dom::parser proof;
        thread_local ondemand::parser parser;
        return text_.size() > 0 && proof.parse(text_).error() == simdjson::SUCCESS &&
               parser.iterate(text_).get(root_) == simdjson::SUCCESS &&
               root_.type().value_unsafe() == wanted;
    }

    ondemand::document& root() { return root_; }

private:
    simdjson::padded_string text_;
    ondemand::document root_;
};

Result<Change> read_one(std::string_view json, const Conventions& conventions) {
    Document document{json};
    if (!document.is(json_type::object)) {
        return fail(invalid({{"body", "must be a JSON object"}}));
    }
    auto item = ItemReader{conventions}.read(document.root().get_object().value_unsafe());
    if (!item.change) return fail(invalid(std::move(item.errors)));
    return *std::move(item.change);
}

} // namespace

Result<Change>
read_contact(std::string_view json, const phone::Country& home, const AttributeSchema& attributes) {
    return read_one(json, {home, attributes, true});
}

Result<Change>
read_update(std::string_view json, const phone::Country& home, const AttributeSchema& attributes) {
    return read_one(json, {home, attributes, false});
}

Result<std::vector<Item>> read_contacts(std::string_view json,
                                        const phone::Country& home,
                                        const AttributeSchema& attributes) {
    const auto refused = [](std::string why) { return fail(invalid({{"data", std::move(why)}})); };
    if (json.empty()) return refused("is required");
    Document document{json};
    if (!document.is(json_type::array)) return refused("must be a list of contacts");
    const Conventions conventions{home, attributes, true};
    auto list = document.root().get_array().value_unsafe();
    std::vector<Item> items;
    for (auto each : list) {
        auto value = std::move(each).value_unsafe();
        if (items.size() == most_items) return refused("must be 1 to 1,000 contacts");
        if (kind_of(value) == json_type::object) {
            items.push_back(ItemReader{conventions}.read(value.get_object().value_unsafe()));
        } else {
            items.push_back({std::nullopt, {{"", "must be an object"}}});
        }
    }
    if (items.empty()) return refused("must be 1 to 1,000 contacts");
    return items;
}

} // namespace hatif::contact
