#include "gateway/identity/members/member.hpp"

#include "base/text.hpp"

#include <unicode/unistr.h>

#include <algorithm>

namespace hatif::gateway {

namespace {

constexpr std::size_t most_characters = 254;

} // namespace

bool is_acting_admin(const Member& member) {
    return member.role == rpc::Role::admin && member.password_hash.has_value();
}

bool is_email(std::string_view text) {
    if (!base::is_utf8(text) || base::length_in_characters(text) > most_characters) return false;
    const auto at = text.find('@');
    if (at == 0 || at == text.npos || text.find('@', at + 1) != text.npos) return false;
    const auto host = text.substr(at + 1);
    const auto dot = host.find('.');
    const bool is_host =
        dot != 0 && dot != host.npos && host.back() != '.' && host.find("..") == host.npos;
    return is_host && std::ranges::none_of(text, [](char c) {
               return (static_cast<unsigned char>(c) <= ' ') || c == 0x7f || c == ',' || c == ';' ||
                      c == '<' || c == '>' || c == '"';
           });
}

std::string email_key(std::string_view email) {
    std::string key;
    icu::UnicodeString::fromUTF8(
        icu::StringPiece{email.data(), static_cast<std::int32_t>(email.size())})
        .foldCase()
        .toUTF8String(key);
    return key;
}

} // namespace hatif::gateway
