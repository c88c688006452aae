#pragma once

#include "base/clock.hpp"
#include "endpoint/endpoint.hpp"
#include "gateway/identity/access/token_keys.hpp"
#include "gateway/identity/members/password.hpp"

#include <hatif/gateway/v1/member_service.grpc.pb.h>

namespace hatif::gateway {

class MemberService final : public v1::MemberService::Service {
public:
    MemberService(endpoint::Endpoint& endpoint,
                  Passwords& passwords,
                  const TokenKeys& keys,
                  const base::Clock& clock)
        : endpoint_{endpoint}, passwords_{passwords}, keys_{keys}, clock_{clock} {}

    grpc::Status ListMembers(grpc::ServerContext* context,
                             const v1::ListMembersRequest* request,
                             v1::ListMembersResponse* answer) override;
    grpc::Status CreateMember(grpc::ServerContext* context,
                              const v1::CreateMemberRequest* request,
                              v1::Member* answer) override;
    grpc::Status GetMember(grpc::ServerContext* context,
                           const v1::GetMemberRequest* request,
                           v1::Member* answer) override;
    grpc::Status UpdateMember(grpc::ServerContext* context,
                              const v1::UpdateMemberRequest* request,
                              v1::Member* answer) override;
    grpc::Status DeleteMember(grpc::ServerContext* context,
                              const v1::DeleteMemberRequest* request,
                              google::protobuf::Empty* answer) override;

private:
    endpoint::Endpoint& endpoint_;
    Passwords& passwords_;
    const TokenKeys& keys_;
    const base::Clock& clock_;
};

} // namespace hatif::gateway
