#include "gateway/identity/admission.hpp"

namespace hatif::gateway {

base::Result<rpc::Caller> admit(const KeyHolder& holder, base::Instant now) {
    using base::Errc;
    if (holder.revoked_at && *holder.revoked_at <= now) {
        return base::fail(Errc::unauthenticated, "the API key was revoked", "UNAUTHORIZED");
    }
    if (holder.expires_at && *holder.expires_at <= now) {
        return base::fail(Errc::unauthenticated, "the API key has expired", "UNAUTHORIZED");
    }
    if (!holder.organization_active) {
        return base::fail(Errc::forbidden, "the organization is suspended", "FORBIDDEN");
    }
    rpc::Caller caller;
    caller.organization = holder.organization;
    caller.principal = "key:" + holder.id.value().to_string();
    caller.role = holder.role;
    caller.settings = holder.settings;
    return caller;
}

} // namespace hatif::gateway
