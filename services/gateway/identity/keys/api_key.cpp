#include "gateway/identity/keys/api_key.hpp"

#include "base/text.hpp"
#include "gateway/identity/access/token_keys.hpp"

#include <sodium.h>

#include <algorithm>

namespace hatif::gateway {

namespace {

constexpr std::size_t random_characters = 64;
constexpr std::size_t shown_characters = 6;
constexpr std::size_t least_prefix = 2;
constexpr std::size_t most_prefix = 32;

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

} // namespace

bool is_prefix(std::string_view text) {
    return text.size() >= least_prefix && text.size() <= most_prefix && is_letter(text.front()) &&
           std::ranges::all_of(text, [](char c) {
               return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-';
           });
}

std::string new_secret(std::string_view prefix) {
    return std::string{prefix} + "_" + base::to_hex(random_bytes(random_characters / 2));
}

bool is_api_key(std::string_view text) {
    if (text.size() <= random_characters + 1) return false;
    const auto prefix = text.substr(0, text.size() - random_characters - 1);
    return text[prefix.size()] == '_' && is_prefix(prefix) &&
           base::from_hex(text.substr(prefix.size() + 1));
}

std::string hash_of(std::string_view secret) {
    std::string hash(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()),
                       reinterpret_cast<const unsigned char*>(secret.data()), secret.size());
    return hash;
}

std::string shown_part_of(std::string_view secret) {
    return std::string{secret.substr(0, secret.size() - random_characters + shown_characters)};
}

} // namespace hatif::gateway
