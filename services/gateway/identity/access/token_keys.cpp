#include "gateway/identity/access/token_keys.hpp"

#include "base/text.hpp"
#include "digest/digest.hpp"

#include <sodium.h>

#include <algorithm>
#include <stdexcept>

namespace hatif::gateway {

namespace {

using base::Errc;

constexpr std::string_view sealing = "sealing";
constexpr std::size_t least_secret_bytes = 16;

const unsigned char* raw(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* raw(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

void start_sodium() {
    if (sodium_init() < 0) throw std::runtime_error{"libsodium does not start"};
}

std::string derived(std::string_view secret, std::string_view purpose) {
    return digest::hmac_sha256(secret, "hatif gateway: " + std::string{purpose});
}

} // namespace

base::Result<TokenKeys> TokenKeys::read(std::string_view text) {
    start_sodium();
    std::vector<Key> keys;
    for (const auto part : base::split(text, ',')) {
        const auto colon = std::min(part.find(':'), part.size());
        const auto secret = base::from_hex(part.substr(std::min(colon + 1, part.size())));
        if (colon == 0 || !secret || secret->size() < least_secret_bytes) {
            return base::fail(Errc::invalid,
                              "token keys must read id:hex,id:hex with 16 bytes or more");
        }
        keys.push_back({std::string{part.substr(0, colon)}, *secret});
    }
    if (keys.empty()) return base::fail(Errc::invalid, "at least one token key is needed");
    return TokenKeys{std::move(keys)};
}

std::vector<std::string> TokenKeys::ids() const {
    std::vector<std::string> ids;
    for (const auto& key : keys_) ids.push_back(key.id);
    return ids;
}

std::string TokenKeys::mac(std::string_view purpose, std::string_view text) const {
    return digest::hmac_sha256(derived(keys_.front().secret, purpose), text);
}

std::optional<std::string>
TokenKeys::mac_by(std::string_view id, std::string_view purpose, std::string_view text) const {
    const auto key = std::ranges::find(keys_, id, &Key::id);
    if (key == keys_.end()) return std::nullopt;
    return digest::hmac_sha256(derived(key->secret, purpose), text);
}

bool TokenKeys::made(std::string_view purpose, std::string_view text, std::string_view mac) const {
    return std::ranges::any_of(keys_, [&](const Key& key) {
        return digest::equal_in_constant_time(
            digest::hmac_sha256(derived(key.secret, purpose), text), mac);
    });
}

std::string TokenKeys::seal(std::string_view text) const {
    auto sealed = random_bytes(crypto_secretbox_NONCEBYTES);
    std::string box(text.size() + crypto_secretbox_MACBYTES, '\0');
    crypto_secretbox_easy(raw(box), raw(text), text.size(), raw(sealed),
                          raw(derived(keys_.front().secret, sealing)));
    return sealed + box;
}

std::optional<std::string> TokenKeys::open(std::string_view sealed) const {
    constexpr std::size_t overhead = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    if (sealed.size() < overhead) return std::nullopt;
    const auto box = sealed.substr(crypto_secretbox_NONCEBYTES);
    std::string text(sealed.size() - overhead, '\0');
    for (const auto& key : keys_) {
        const auto secret = derived(key.secret, sealing);
        if (crypto_secretbox_open_easy(raw(text), raw(box), box.size(), raw(sealed),
                                       raw(std::string_view{secret})) == 0) {
            return text;
        }
    }
    return std::nullopt;
}

std::string random_bytes(std::size_t count) {
    start_sodium();
    std::string bytes(count, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return bytes;
}

} // namespace hatif::gateway
