#pragma once

#include "base/result.hpp"
#include "pg/pool.hpp"

#include <string>

namespace hatif::gateway {

/// What slows down who guesses passwords, over all replicas: five tries and then one a minute for
/// one e-mail address from one place, twenty and then one a minute from all places together.
class LoginTries {
public:
    explicit LoginTries(pg::Pool& pool) : pool_{pool} {}

    /// RATE_LIMIT when there were too many.
    base::Result<void> take(const std::string& whose, const std::string& from);

    /// It was the right password.
    base::Result<void> forget(const std::string& whose, const std::string& from);

private:
    pg::Pool& pool_;
};

} // namespace hatif::gateway
