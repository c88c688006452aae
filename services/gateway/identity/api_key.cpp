#include "gateway/identity/api_key.hpp"

#include "base/text.hpp"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace hatif::gateway {

namespace {

using base::Errc;

constexpr std::string_view prefixes[] = {"hatif_key_", "hatif_platform_"};
constexpr std::size_t secret_bytes = 32;
constexpr std::size_t shown_characters = 6;

std::size_t prefix_size(std::string_view text) {
    for (const auto prefix : prefixes) {
        if (text.starts_with(prefix)) return prefix.size();
    }
    return 0;
}

bool is_bearer(std::string_view scheme) {
    constexpr std::string_view wanted = "bearer";
    return std::ranges::equal(scheme, wanted, {},
                              [](char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c; });
}

tl::unexpected<base::Error> refused(std::string what) {
    return base::fail(Errc::unauthenticated, std::move(what), "UNAUTHORIZED");
}

} // namespace

std::string new_api_key(KeyKind kind) {
    std::array<unsigned char, secret_bytes> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
        throw std::runtime_error{"the system gives no random bytes"};
    }
    const std::string_view raw{reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    return std::string{prefixes[static_cast<std::size_t>(kind)]} + base::to_hex(raw);
}

bool is_api_key(std::string_view text) {
    const auto prefix = prefix_size(text);
    return prefix > 0 && text.size() == prefix + 2 * secret_bytes &&
           base::from_hex(text.substr(prefix));
}

std::string hash_of(std::string_view api_key) {
    std::array<unsigned char, 32> digest{};
    unsigned size = 0;
    EVP_Digest(api_key.data(), api_key.size(), digest.data(), &size, EVP_sha256(), nullptr);
    return {reinterpret_cast<const char*>(digest.data()), size};
}

std::string shown_part_of(std::string_view api_key) {
    return std::string{api_key.substr(0, prefix_size(api_key) + shown_characters)};
}

base::Result<std::string> read_api_key(const http::Headers& headers) {
    std::string_view key;
    if (const auto authorization = headers.find("Authorization")) {
        const auto value = base::trimmed(*authorization);
        const auto space = value.find(' ');
        if (!is_bearer(value.substr(0, space)) || space == std::string_view::npos) {
            return refused("the Authorization header is malformed: it must be Bearer <api key>");
        }
        key = base::trimmed(value.substr(space));
    } else if (const auto plain = headers.find("x-api-key")) {
        key = base::trimmed(*plain);
    } else {
        return refused("the API key is missing");
    }
    if (!is_api_key(key)) return refused("the API key is malformed");
    return std::string{key};
}

} // namespace hatif::gateway
