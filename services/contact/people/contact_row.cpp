#include "contact/people/contact_row.hpp"

#include <array>
#include <utility>

namespace hatif::contact {

namespace {

constexpr std::array<std::pair<PhoneStatus, std::string_view>, 4> statuses{{
    {PhoneStatus::valid, "valid"},
    {PhoneStatus::possible, "possible"},
    {PhoneStatus::invalid, "invalid"},
    {PhoneStatus::unreachable, "unreachable"},
}};

PhoneStatus status_named(std::string_view name) {
    for (const auto& [value, text] : statuses) {
        if (text == name) return value;
    }
    return PhoneStatus::invalid;
}

/// `{"a","b"}`: arrays of arrays cannot be unnested, so each contact's list travels as text.
std::string array_literal(const std::vector<std::string>& texts) {
    std::string out{"{"};
    for (const auto& text : texts) {
        if (out.size() > 1) out += ',';
        out += '"';
        for (const char c : text) {
            if (c == '"' || c == '\\') out += '\\';
            out += c;
        }
        out += '"';
    }
    return out + '}';
}

constexpr std::array<Column, 10> fixed_columns{{
    {"id", "uuid"},
    {"match_key", "text"},
    {"phone_e164", "text"},
    {"phone_status", "text"},
    {"primary_phone", "text"},
    {"channels", "text"},
    {"search_text", "text"},
    {"created_at", "timestamptz"},
    {"updated_at", "timestamptz"},
    {"custom_attributes", "text"},
}};

} // namespace

std::string_view word_of(PhoneStatus status) {
    for (const auto& [value, name] : statuses) {
        if (value == status) return name;
    }
    return "invalid";
}

const std::vector<Column>& written_columns() {
    static const std::vector<Column> columns = [] {
        std::vector<Column> all{fixed_columns.begin(), fixed_columns.end()};
        for (const auto& rule : text_rules()) all.push_back({rule.column, "text"});
        return all;
    }();
    return columns;
}

std::vector<pg::Param> arrays_of(const std::vector<const Contact*>& contacts) {
    std::vector<pg::Param> params;
    const auto add = [&](auto value_of) {
        std::vector<decltype(value_of(*contacts.front()))> column;
        column.reserve(contacts.size());
        for (const auto* contact : contacts) column.push_back(value_of(*contact));
        params.push_back(pg::param(column));
    };
    using Text = std::string_view;
    using MaybeText = std::optional<std::string_view>;
    add([](const Contact& it) { return it.id; });
    add([](const Contact& it) { return Text{it.match_key}; });
    add([](const Contact& it) { return it.phone ? MaybeText{it.phone->e164()} : std::nullopt; });
    add([](const Contact& it) { return word_of(it.phone_status); });
    add([](const Contact& it) { return Text{it.primary_phone}; });
    add([](const Contact& it) { return array_literal(it.channels); });
    add([](const Contact& it) { return Text{it.search_text}; });
    add([](const Contact& it) { return it.created_at; });
    add([](const Contact& it) { return it.updated_at; });
    add([](const Contact& it) { return Text{it.attributes}; });
    for (std::size_t field = 0; field < text_field_count; ++field) {
        add([field](const Contact& it) {
            return it.texts[field] ? MaybeText{*it.texts[field]} : std::nullopt;
        });
    }
    return params;
}

const std::string& contact_columns() {
    static const std::string columns = [] {
        std::string list = "c.organization_id";
        for (const auto& [name, type] : written_columns()) list += ", c." + std::string{name};
        return list;
    }();
    return columns;
}

Contact contact_from(const pg::Row& row) {
    Contact it{.id = row.get<base::ContactId>(1),
               .organization = row.get<base::OrganizationId>(0),
               .primary_phone = row.get<std::string>(5),
               .match_key = row.get<std::string>(2),
               .phone = {},
               .phone_status = status_named(row.get<std::string_view>(4)),
               .channels = row.get<std::vector<std::string>>(6),
               .attributes = row.get<std::string>(10),
               .search_text = row.get<std::string>(7),
               .created_at = row.get<base::Instant>(8),
               .updated_at = row.get<base::Instant>(9)};
    if (!row.null(3)) {
        if (auto number = phone::PhoneNumber::parse(row.get<std::string_view>(3))) {
            it.phone = *std::move(number);
        }
    }
    constexpr int first_text = 1 + static_cast<int>(fixed_columns.size());
    for (std::size_t field = 0; field < text_field_count; ++field) {
        it.texts[field] = row.get<std::optional<std::string>>(first_text + static_cast<int>(field));
    }
    return it;
}

} // namespace hatif::contact
