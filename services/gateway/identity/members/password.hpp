#pragma once

#include "base/result.hpp"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>

namespace hatif::gateway {

/// Hashes passwords with Argon2id (64 MiB, some 50 ms of a core each), so many at once and no more:
/// who logs in waits for the others who do, and nobody else waits for them.
class Passwords {
public:
    explicit Passwords(unsigned at_once);

    /// `unavailable` when too many are waiting already.
    base::Result<std::string> hash(const std::string& password);

    /// Is it the password of this hash? Without a hash it takes as long, and is not.
    base::Result<bool> verify(const std::string& password, const std::optional<std::string>& hash);

private:
    class Turn;

    const unsigned at_once_;
    std::mutex mutex_;
    std::condition_variable free_;
    unsigned running_ = 0;
    unsigned waiting_ = 0;
    std::string nobodys_; ///< a hash to take time with
};

/// 8 to 128 characters.
bool is_password(const std::string& text);

} // namespace hatif::gateway
