#pragma once

#include "base/clock.hpp"
#include "endpoint/endpoint.hpp"
#include "pg/pool.hpp"

#include <hatif/contact/v1/membership_service.grpc.pb.h>

namespace hatif::contact {

/// hatif/contact/v1/membership_service.proto: what the program-scheduler asks.
class MembershipService final : public v1::MembershipService::Service {
public:
    MembershipService(endpoint::Endpoint& endpoint, pg::Pool& pool, const base::Clock& clock)
        : endpoint_{endpoint}, pool_{pool}, clock_{clock} {}

    grpc::Status DescribeAudience(grpc::ServerContext* context,
                                  const v1::DescribeAudienceRequest* request,
                                  v1::AudienceVersion* response) override;
    grpc::Status Members(grpc::ServerContext* context,
                         const v1::MembersRequest* request,
                         grpc::ServerWriter<v1::MembersResponse>* writer) override;
    grpc::Status Snapshot(grpc::ServerContext* context,
                          const v1::SnapshotRequest* request,
                          v1::SnapshotResponse* response) override;
    grpc::Status FindByPhone(grpc::ServerContext* context,
                             const v1::FindByPhoneRequest* request,
                             v1::FindByPhoneResponse* response) override;
    grpc::Status DueMembers(grpc::ServerContext* context,
                            const v1::DueMembersRequest* request,
                            grpc::ServerWriter<v1::DueMembersResponse>* writer) override;
    grpc::Status TakeCensus(grpc::ServerContext* context,
                            const v1::TakeCensusRequest* request,
                            v1::Census* response) override;
    grpc::Status DescribeAttributes(grpc::ServerContext* context,
                                    const v1::DescribeAttributesRequest* request,
                                    v1::DescribeAttributesResponse* response) override;

private:
    endpoint::Endpoint& endpoint_;
    pg::Pool& pool_;
    const base::Clock& clock_;
};

} // namespace hatif::contact
