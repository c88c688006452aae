#pragma once

#include "endpoint/endpoint.hpp"
#include "gateway/identity/keys/key_service.hpp"
#include "gateway/identity/members/identity_service.hpp"
#include "gateway/identity/members/member_service.hpp"
#include "gateway/identity/organizations/organization_service.hpp"
#include "gateway/identity/sessions/auth_service.hpp"

#include <vector>

namespace hatif::gateway {

/// All gRPC services of identity.
class Identity {
public:
    /// All that is handed over by reference outlives it.
    Identity(pg::Pool& pool,
             const rpc::CallerKeys& caller_keys,
             const TokenKeys& token_keys,
             const base::Clock& clock);

    std::vector<grpc::Service*> services();

private:
    endpoint::Endpoint endpoint_;
    Passwords passwords_;
    IdentityService me_;
    ApiKeyService keys_;
    AuthService auth_;
    MemberService members_;
    OrganizationService organizations_;
    OrganizationLookup lookup_;
};

} // namespace hatif::gateway
