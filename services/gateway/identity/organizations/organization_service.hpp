#pragma once

#include "base/clock.hpp"
#include "endpoint/endpoint.hpp"
#include "gateway/identity/access/token_keys.hpp"
#include "gateway/identity/members/password.hpp"

#include <hatif/gateway/v1/organization_lookup_service.grpc.pb.h>
#include <hatif/gateway/v1/organization_service.grpc.pb.h>

namespace hatif::gateway {

class OrganizationService final : public v1::OrganizationService::Service {
public:
    OrganizationService(endpoint::Endpoint& endpoint,
                        Passwords& passwords,
                        const TokenKeys& keys,
                        const base::Clock& clock)
        : endpoint_{endpoint}, passwords_{passwords}, keys_{keys}, clock_{clock} {}

    grpc::Status GetOrganization(grpc::ServerContext* context,
                                 const v1::GetOrganizationRequest* request,
                                 v1::Organization* answer) override;
    grpc::Status UpdateOrganization(grpc::ServerContext* context,
                                    const v1::UpdateOrganizationRequest* request,
                                    v1::Organization* answer) override;
    grpc::Status ListOrganizations(grpc::ServerContext* context,
                                   const v1::ListOrganizationsRequest* request,
                                   v1::ListOrganizationsResponse* answer) override;
    grpc::Status CreateOrganization(grpc::ServerContext* context,
                                    const v1::CreateOrganizationRequest* request,
                                    v1::Organization* answer) override;
    grpc::Status GetAnyOrganization(grpc::ServerContext* context,
                                    const v1::GetAnyOrganizationRequest* request,
                                    v1::Organization* answer) override;
    grpc::Status UpdateAnyOrganization(grpc::ServerContext* context,
                                       const v1::UpdateAnyOrganizationRequest* request,
                                       v1::Organization* answer) override;

private:
    endpoint::Endpoint& endpoint_;
    Passwords& passwords_;
    const TokenKeys& keys_;
    const base::Clock& clock_;
};

/// For other services only.
class OrganizationLookup final : public v1::OrganizationLookupService::Service {
public:
    explicit OrganizationLookup(endpoint::Endpoint& endpoint) : endpoint_{endpoint} {}

    grpc::Status ListRetention(grpc::ServerContext* context,
                               const v1::ListRetentionRequest* request,
                               v1::ListRetentionResponse* answer) override;
    grpc::Status DescribeCallingRules(grpc::ServerContext* context,
                                      const v1::DescribeCallingRulesRequest* request,
                                      v1::CallingRules* answer) override;

private:
    endpoint::Endpoint& endpoint_;
};

} // namespace hatif::gateway
