#pragma once

#include "base/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hatif::gateway {

/// The gateway's own secrets: "id:hex,id:hex", as many as are being rotated; the first one makes,
/// all of them verify. They are HATIF_TOKEN_KEYS, or HATIF_CALLER_KEYS when that is not set: every
/// purpose derives a key of its own, so that what is made for one proves nothing to another.
class TokenKeys {
public:
    static base::Result<TokenKeys> read(std::string_view text);

    /// The ids, the making one first.
    std::vector<std::string> ids() const;

    /// HMAC-SHA256 of the text by the first key, or by the one of that id. None: no such key.
    std::string mac(std::string_view purpose, std::string_view text) const;
    std::optional<std::string>
    mac_by(std::string_view id, std::string_view purpose, std::string_view text) const;

    /// Whether one of the keys made it.
    bool made(std::string_view purpose, std::string_view text, std::string_view mac) const;

    /// A text that only these keys can read again, and that nobody can change.
    std::string seal(std::string_view text) const;
    std::optional<std::string> open(std::string_view sealed) const;

private:
    struct Key {
        std::string id;
        std::string secret;
    };
    explicit TokenKeys(std::vector<Key> keys) : keys_{std::move(keys)} {}
    std::vector<Key> keys_;
};

/// Of the system's randomness.
std::string random_bytes(std::size_t count);

} // namespace hatif::gateway
