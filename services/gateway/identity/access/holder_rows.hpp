#pragma once

#include "gateway/identity/access/credential.hpp"
#include "gateway/identity/access/holder.hpp"
#include "pg/pool.hpp"

namespace hatif::gateway {

/// Whom the credential stands for; none: it is unknown. Notes once a minute that a key is used.
base::Result<std::optional<Holder>> find_holder(pg::Pool& pool, const Credential& credential);

} // namespace hatif::gateway
