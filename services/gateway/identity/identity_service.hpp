#pragma once

#include "endpoint/endpoint.hpp"
#include "hatif/gateway/v1/identity_service.grpc.pb.h"

namespace hatif::gateway {

/// hatif.gateway.v1.IdentityService, served by the gateway to itself like any other upstream.
class IdentityService final : public v1::IdentityService::Service {
public:
    explicit IdentityService(endpoint::Endpoint& endpoint) : endpoint_{endpoint} {}

    grpc::Status
    GetMe(grpc::ServerContext* context, const v1::GetMeRequest* request, v1::Me* me) override;

private:
    endpoint::Endpoint& endpoint_;
};

} // namespace hatif::gateway
