#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "gateway/identity/access/holder_cache.hpp"
#include "gateway/identity/access/token_keys.hpp"
#include "gateway/identity/limits/address_limiter.hpp"
#include "gateway/identity/limits/rate_limiter.hpp"
#include "http/message.hpp"

#include <functional>
#include <memory>
#include <string>

namespace hatif::gateway {

/// May the holder come in at all? `unauthenticated` when the key or session is revoked or expired,
/// `forbidden` when its organization is suspended.
base::Result<rpc::Caller> admit(const Holder& holder, base::Instant now);

/// From whom the request comes: the other side, or, behind so many proxies, whom the outermost of
/// them saw (X-Forwarded-For, counted from its end: what stands before was written by the client).
std::string client_address(const http::Request& head, unsigned proxies);

/// One request at the door: who it is from, and what is left of its allowance.
struct Admitted {
    rpc::Caller caller;
    Allowance allowance; ///< not granted: the request is to be refused
};

/// Credential, holder, rate: the way in of every request.
class Admission {
public:
    /// The refusal, or who comes in. Told `admitted` of a request that its rate refuses, too.
    using Callback = std::function<void(base::Result<Admitted>)>;

    /// What is handed over by reference outlives it. `proxies`: how many stand before the gateway.
    Admission(TokenKeys keys,
              HolderCache& holders,
              RateLimiter& limiter,
              const base::Clock& clock,
              unsigned proxies);

    /// Calls back at once when all is remembered, else later from another thread. RATE_LIMIT of a
    /// place that shows too many unknown keys.
    void let_in(const http::Request& head, Callback callback);

    /// May whoever came in with these headers, and such a role, still do so? Takes nothing of their
    /// rate. Calls back as let_in; no when it cannot be known.
    void may_stay(const http::Headers& headers, rpc::Role role, std::function<void(bool)> callback);

    /// As let_in for what asks for no credential: limited by the client's address.
    Admitted let_in_open(const http::Request& head);

    /// Does it show a credential that may be looked up?
    bool shows_credential(const http::Headers& headers) const;

private:
    void limit(const Holder& holder,
               LimitKind kind,
               const std::string& address,
               const std::shared_ptr<const Callback>& told);

    const TokenKeys keys_;
    HolderCache& holders_;
    RateLimiter& limiter_;
    const base::Clock& clock_;
    const unsigned proxies_;
    AddressLimiter addresses_;
};

} // namespace hatif::gateway
