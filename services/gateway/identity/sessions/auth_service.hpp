#pragma once

#include "base/clock.hpp"
#include "endpoint/endpoint.hpp"
#include "gateway/identity/access/token_keys.hpp"
#include "gateway/identity/limits/login_tries.hpp"
#include "gateway/identity/members/password.hpp"
#include "gateway/identity/sessions/session.hpp"

#include <hatif/gateway/v1/auth_service.grpc.pb.h>

namespace hatif::gateway {

class AuthService final : public v1::AuthService::Service {
public:
    /// All that is handed over outlives it.
    AuthService(endpoint::Endpoint& endpoint,
                pg::Pool& pool,
                Passwords& passwords,
                const TokenKeys& keys,
                const base::Clock& clock)
        : endpoint_{endpoint}, pool_{pool},
          passwords_{passwords}, keys_{keys}, clock_{clock}, tries_{pool} {}

    grpc::Status Login(grpc::ServerContext* context,
                       const v1::LoginRequest* request,
                       v1::Tokens* answer) override;
    grpc::Status Refresh(grpc::ServerContext* context,
                         const v1::RefreshRequest* request,
                         v1::Tokens* answer) override;
    grpc::Status Logout(grpc::ServerContext* context,
                        const v1::LogoutRequest* request,
                        google::protobuf::Empty* answer) override;
    grpc::Status LogoutAll(grpc::ServerContext* context,
                           const v1::LogoutAllRequest* request,
                           google::protobuf::Empty* answer) override;
    grpc::Status ListSessions(grpc::ServerContext* context,
                              const v1::ListSessionsRequest* request,
                              v1::ListSessionsResponse* answer) override;
    grpc::Status RevokeSession(grpc::ServerContext* context,
                               const v1::RevokeSessionRequest* request,
                               google::protobuf::Empty* answer) override;

private:
    base::Result<void>
    login(const v1::LoginRequest& request, const std::string& from, v1::Tokens& answer);
    base::Result<Member> recognise(const v1::LoginRequest& request, const std::string& from);
    base::Result<void> refresh(const RefreshToken& shown, v1::Tokens& answer);

    endpoint::Endpoint& endpoint_;
    pg::Pool& pool_;
    Passwords& passwords_;
    const TokenKeys& keys_;
    const base::Clock& clock_;
    LoginTries tries_;
};

} // namespace hatif::gateway
