#include "contact/attributes/attribute_value.hpp"

#include "base/instant.hpp"
#include "base/overloaded.hpp"
#include "base/text.hpp"
#include "contact/people/text_field.hpp"
#include "phone/reading.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>

namespace hatif::contact {

using base::Errc;
using base::fail;
using base::Result;

namespace {

constexpr std::size_t longest_text = 2'000;
constexpr std::size_t longest_email = 254;
constexpr std::size_t longest_number = 40;

std::string_view wanted(AttributeType type) {
    switch (type) {
    case AttributeType::text:
        return "must be a text of at most 2,000 characters, or null";
    case AttributeType::number:
        return "must be a number of at most 40 characters, or null";
    case AttributeType::boolean:
        return "must be true, false or null";
    case AttributeType::date:
        return "must be a date such as 2025-01-15 or 2025-01-15T10:30:00Z, or null";
    case AttributeType::phone_number:
        return "must be a phone number of 3 to 20 characters, or null";
    case AttributeType::email:
        return "must be an e-mail address, or null";
    case AttributeType::url:
        return "must be a URL such as https://example.com/a, or null";
    }
    return "is not a value of its attribute";
}

bool is_date(std::string_view text) {
    constexpr std::size_t day = 10; // 2025-01-15
    return base::from_iso8601(text.size() == day ? std::string{text} + "T00:00:00Z"
                                                 : std::string{text})
        .has_value();
}

bool is_phone(std::string_view text, const phone::Country& home) {
    const auto length = base::length_in_characters(text);
    if (length < 3 || length > 20) return false;
    const auto reading = phone::read(text, home);
    return reading && reading->number;
}

/// scheme://host…, without spaces: what can be told without asking the host.
bool is_url(std::string_view text) {
    const auto scheme = text.substr(0, text.find("://"));
    if (scheme.size() == text.size() || scheme.empty()) return false;
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const auto in_scheme = [&](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
    };
    if (!is_letter(scheme.front()) || !std::all_of(scheme.begin(), scheme.end(), in_scheme)) {
        return false;
    }
    const auto rest = text.substr(scheme.size() + 3);
    const auto host = rest.substr(0, rest.find_first_of("/?#"));
    const auto is_blank = [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F; };
    return !host.empty() && std::none_of(rest.begin(), rest.end(), is_blank);
}

bool takes(AttributeType type, std::string_view text, const phone::Country& home) {
    const auto length = base::length_in_characters(text);
    if (length > longest_text || text.find('\0') != text.npos) return false;
    switch (type) {
    case AttributeType::text:
        return true;
    case AttributeType::date:
        return is_date(text);
    case AttributeType::phone_number:
        return is_phone(text, home);
    case AttributeType::email:
        return length <= longest_email && is_email(text);
    case AttributeType::url:
        return is_url(text);
    case AttributeType::number:
    case AttributeType::boolean:
        break;
    }
    return false;
}

bool is_text(AttributeType type) {
    return type != AttributeType::number && type != AttributeType::boolean;
}

/// digits × 10^exponent, without zeros at either end; zero has no digits.
struct Decimal {
    bool negative = false;
    std::string digits;
    std::int64_t exponent = 0;

    bool operator==(const Decimal&) const = default;
};

/// Nothing when its exponent is beyond counting.
std::optional<Decimal> decimal(std::string_view number) {
    Decimal it;
    if (number.starts_with('-')) {
        it.negative = true;
        number.remove_prefix(1);
    }
    if (const auto e = number.find_first_of("eE"); e != number.npos) {
        auto power = number.substr(e + 1);
        if (power.starts_with('+')) power.remove_prefix(1);
        const auto [end, failed] =
            std::from_chars(power.data(), power.data() + power.size(), it.exponent);
        if (failed != std::errc{} || std::abs(it.exponent) > 1'000'000'000) return std::nullopt;
        number = number.substr(0, e);
    }
    const auto point = number.find('.');
    if (point != number.npos) it.exponent -= static_cast<std::int64_t>(number.size() - point - 1);
    for (const char c : number) {
        if (c != '.' && (c != '0' || !it.digits.empty())) it.digits += c;
    }
    while (it.digits.ends_with('0')) {
        it.digits.pop_back();
        ++it.exponent;
    }
    if (it.digits.empty()) return Decimal{};
    return it;
}

} // namespace

Result<std::optional<std::string>>
read_attribute(AttributeType type, const JsonValue& value, const phone::Country& home) {
    using Stored = std::optional<std::string>;
    const auto refused = [&] { return fail(Errc::invalid, std::string{wanted(type)}); };
    return std::visit(base::overloaded{
                          [&](bool it) -> Result<Stored> {
                              if (type != AttributeType::boolean) return refused();
                              return Stored{it ? "true" : "false"};
                          },
                          [&](JsonNumber it) -> Result<Stored> {
                              if (type != AttributeType::number ||
                                  it.token.size() > longest_number) {
                                  return refused();
                              }
                              return Stored{it.token};
                          },
                          [&](std::string_view it) -> Result<Stored> {
                              // What a form or a spreadsheet sends for "none".
                              if (is_text(type) && it.empty()) return Stored{};
                              if (!takes(type, it, home)) return refused();
                              std::string json;
                              base::append_json_string(json, it);
                              return Stored{std::move(json)};
                          },
                          [&](JsonOther) -> Result<Stored> { return refused(); },
                      },
                      value);
}

bool same_number(std::string_view one, std::string_view other) {
    if (one == other) return true;
    const auto left = decimal(one), right = decimal(other);
    return left && right && *left == *right;
}

} // namespace hatif::contact
