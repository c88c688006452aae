#pragma once

#include "base/clock.hpp"
#include "endpoint/endpoint.hpp"
#include "gateway/identity/limits/login_tries.hpp"
#include "gateway/identity/members/member.hpp"
#include "gateway/identity/members/password.hpp"

#include <hatif/gateway/v1/identity_service.grpc.pb.h>

namespace hatif::gateway {

/// hatif.gateway.v1.IdentityService, served by the gateway to itself like any other upstream.
class IdentityService final : public v1::IdentityService::Service {
public:
    /// All that is handed over outlives it.
    IdentityService(endpoint::Endpoint& endpoint,
                    pg::Pool& pool,
                    Passwords& passwords,
                    const base::Clock& clock)
        : endpoint_{endpoint}, pool_{pool}, passwords_{passwords}, clock_{clock}, tries_{pool} {}

    grpc::Status
    GetMe(grpc::ServerContext* context, const v1::GetMeRequest* request, v1::Me* me) override;
    grpc::Status
    UpdateMe(grpc::ServerContext* context, const v1::UpdateMeRequest* request, v1::Me* me) override;

private:
    /// The old password's hash and the new one's, once the old password was proven.
    struct NewPassword {
        std::optional<std::string> old_hash;
        std::string hash;
    };
    base::Result<NewPassword> new_password(const rpc::Caller& caller,
                                           const MemberId& self,
                                           const v1::UpdateMeRequest& request);

    endpoint::Endpoint& endpoint_;
    pg::Pool& pool_;
    Passwords& passwords_;
    const base::Clock& clock_;
    LoginTries tries_;
};

} // namespace hatif::gateway
