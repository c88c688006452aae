#pragma once

#include "base/result.hpp"
#include "gateway/identity/limits/limit_rows.hpp"
#include "pg/pool.hpp"

#include <string>
#include <vector>

namespace hatif::gateway {

/// What slows down who guesses passwords, over all replicas: five tries and then one a minute for
/// one e-mail address from one place (limits/network.hpp), twenty and then one a minute from all
/// places together; thirty and then thirty a minute for all addresses from one place.
class LoginTries {
public:
    explicit LoginTries(pg::Pool& pool) : pool_{pool} {}

    /// RATE_LIMIT when there were too many.
    base::Result<void> take(const std::string& whose, const std::string& from);

    /// It was the right password.
    base::Result<void> forget(const std::string& whose, const std::string& from);

private:
    base::Result<void> take_all(const std::vector<Ask>& asks);

    pg::Pool& pool_;
};

} // namespace hatif::gateway
