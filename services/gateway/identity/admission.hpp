#pragma once

#include "base/result.hpp"
#include "gateway/identity/identity_store.hpp"

namespace hatif::gateway {

/// May the holder of the key come in at all? `unauthenticated` when the key is revoked or expired,
/// `forbidden` when its organization is suspended.
base::Result<rpc::Caller> admit(const KeyHolder& holder, base::Instant now);

} // namespace hatif::gateway
