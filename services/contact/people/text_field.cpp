#include "contact/people/text_field.hpp"

#include "base/text.hpp"
#include "zone/name.hpp"

#include <algorithm>

namespace hatif::contact {

namespace {

bool anything(std::string_view) {
    return true;
}

bool is_gender(std::string_view text) {
    return text == "male" || text == "female";
}

bool is_language(std::string_view text) {
    return text == "ar" || text == "fr" || text == "en";
}

bool is_label(std::string_view label) {
    const auto stands_in_domain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || (static_cast<unsigned char>(c) & 0x80) != 0;
    };
    return !label.empty() && label.front() != '-' && label.back() != '-' &&
           std::all_of(label.begin(), label.end(), stands_in_domain);
}

} // namespace

const std::array<TextRule, text_field_count>& text_rules() {
    using enum TextField;
    // clang-format off
    static const std::array<TextRule, text_field_count> rules{{
        {first_name,        "firstName",        "first_name",         64, anything,    ""},
        {last_name,         "lastName",         "last_name",          64, anything,    ""},
        {full_name,         "fullName",         "full_name",          64, anything,    ""},
        {primary_email,     "primaryEmail",     "primary_email",     254, is_email,    "an e-mail address"},
        {address,           "address",          "address",           256, anything,    ""},
        {city,              "city",             "city",              128, anything,    ""},
        {state,             "state",            "state",             128, anything,    ""},
        {zip,               "zip",              "zip",                32, anything,    ""},
        {occupation,        "occupation",       "occupation",        128, anything,    ""},
        {preferred_channel, "preferredChannel", "preferred_channel",  64, anything,    ""},
        {gender,            "gender",           "gender",             64, is_gender,   "male or female"},
        {language,          "language",         "language",           64, is_language, "ar, fr or en"},
        {timezone,          "timezone",         "timezone",           64, zone::is_name, "an IANA time zone such as Africa/Casablanca"},
    }};
    // clang-format on
    return rules;
}

bool is_email(std::string_view text) {
    const auto at = text.find('@');
    if (at == 0 || at == text.npos || at > 64 || text.find('@', at + 1) != text.npos) return false;
    const auto local = text.substr(0, at);
    const auto in_local = [](char c) {
        constexpr std::string_view never = "()<>[]:;,\\\"";
        return static_cast<unsigned char>(c) > 0x20 && c != 0x7F && never.find(c) == never.npos;
    };
    if (!std::all_of(local.begin(), local.end(), in_local) || local.front() == '.' ||
        local.back() == '.' || local.find("..") != local.npos) {
        return false;
    }
    const auto labels = base::split(text.substr(at + 1), '.');
    return labels.size() >= 2 && std::all_of(labels.begin(), labels.end(), is_label);
}

} // namespace hatif::contact
