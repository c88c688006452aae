#pragma once

#include "endpoint/endpoint.hpp"
#include "reporting/lookups.hpp"
#include "reporting/report_builder.hpp"

#include <hatif/reporting/v1/replay_service.grpc.pb.h>

namespace hatif::reporting {

/// hatif/reporting/v1/replay_service.proto. The calls' events are here, the flows are asked for.
class ReplayService final : public v1::ReplayService::Service {
public:
    ReplayService(endpoint::Endpoint& endpoint, const Lookups& lookups)
        : endpoint_{endpoint}, lookups_{lookups} {}

    grpc::Status ReplayCall(grpc::ServerContext* context,
                            const v1::ReplayCallRequest* request,
                            v1::CallReplay* response) override;

private:
    base::Result<void> replay(base::OrganizationId organization,
                              const v1::ReplayCallRequest& request,
                              pg::Transaction& transaction,
                              v1::CallReplay& response) const;
    base::Result<program::v1::FlowGraph> flow_for(base::OrganizationId organization,
                                                  const v1::ReplayCallRequest& request,
                                                  const StoredAttempt& attempt,
                                                  v1::CallReplay& response) const;
    base::Result<program::v1::FlowGraph> draft_of(base::OrganizationId organization,
                                                  const std::string& json) const;

    endpoint::Endpoint& endpoint_;
    const Lookups& lookups_;
};

} // namespace hatif::reporting
