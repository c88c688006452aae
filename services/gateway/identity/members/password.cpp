#include "gateway/identity/members/password.hpp"

#include "base/text.hpp"
#include "gateway/identity/access/token_keys.hpp"

#include <sodium.h>

namespace hatif::gateway {

namespace {

using base::Errc;

// A second's worth of waiting for two at once.
constexpr unsigned most_waiting = 32;
constexpr std::size_t least_characters = 8;
constexpr std::size_t most_characters = 128;

base::Result<std::string> argon2(const std::string& password) {
    std::string hash(crypto_pwhash_STRBYTES, '\0');
    if (crypto_pwhash_str(hash.data(), password.data(), password.size(),
                          crypto_pwhash_OPSLIMIT_INTERACTIVE,
                          crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0) {
        return base::fail(Errc::unavailable, "there is no memory to hash a password");
    }
    hash.resize(hash.find('\0'));
    return hash;
}

} // namespace

/// A place among those that hash; none when too many wait.
class Passwords::Turn {
public:
    explicit Turn(Passwords& all) : all_{all} {
        std::unique_lock lock{all_.mutex_};
        if (all_.waiting_ >= most_waiting) return;
        ++all_.waiting_;
        all_.free_.wait(lock, [&] { return all_.running_ < all_.at_once_; });
        --all_.waiting_;
        ++all_.running_;
        has_ = true;
    }
    ~Turn() {
        if (!has_) return;
        const std::lock_guard lock{all_.mutex_};
        --all_.running_;
        all_.free_.notify_one();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

    base::Result<void> had() const {
        if (has_) return {};
        return base::fail(Errc::unavailable, "too many passwords are being checked");
    }

private:
    Passwords& all_;
    bool has_ = false;
};

Passwords::Passwords(unsigned at_once)
    : at_once_{at_once}, nobodys_{argon2(base::to_hex(random_bytes(16))).value_or("")} {}

base::Result<std::string> Passwords::hash(const std::string& password) {
    const Turn turn{*this};
    if (auto had = turn.had(); !had) return base::fail(had.error());
    return argon2(password);
}

base::Result<bool> Passwords::verify(const std::string& password,
                                     const std::optional<std::string>& hash) {
    const Turn turn{*this};
    if (auto had = turn.had(); !had) return base::fail(had.error());
    const bool is_right = crypto_pwhash_str_verify(hash.value_or(nobodys_).c_str(), password.data(),
                                                   password.size()) == 0;
    return is_right && hash.has_value();
}

bool is_password(const std::string& text) {
    if (!base::is_utf8(text)) return false;
    const auto characters = base::length_in_characters(text);
    return characters >= least_characters && characters <= most_characters;
}

} // namespace hatif::gateway
