#pragma once

#include "endpoint/endpoint.hpp"
#include "objects/object_store.hpp"
#include "pg/pool.hpp"
#include "program_scheduler/leasing/briefing.hpp"
#include "program_scheduler/leasing/inbound.hpp"

#include <hatif/program/v1/lease_service.grpc.pb.h>

#include <atomic>
#include <chrono>

namespace hatif::program_scheduler {

/// The attempt's protocol, as workers call it. All of it is for services only.
class LeaseService final : public program::v1::LeaseService::Service {
public:
    LeaseService(endpoint::Endpoint& endpoint,
                 pg::Pool& pool,
                 Briefing& briefing,
                 Inbound& inbound,
                 objects::ObjectStore& objects,
                 std::chrono::seconds lease_time)
        : endpoint_{endpoint}, pool_{pool}, briefing_{briefing}, inbound_{inbound},
          objects_{objects}, lease_time_{lease_time} {}

    /// Ends the workers' streams, so that they turn to another replica.
    void stop() { stopping_ = true; }

    grpc::Status Work(grpc::ServerContext* context,
                      grpc::ServerReaderWriter<program::v1::WorkResponse, program::v1::WorkRequest>*
                          stream) override;
    grpc::Status Start(grpc::ServerContext* context,
                       const program::v1::StartRequest* request,
                       program::v1::StartResponse* answer) override;
    grpc::Status NotDialled(grpc::ServerContext* context,
                            const program::v1::NotDialledRequest* request,
                            google::protobuf::Empty* answer) override;
    grpc::Status AdmitInbound(grpc::ServerContext* context,
                              const program::v1::AdmitInboundRequest* request,
                              program::v1::AdmitInboundResponse* answer) override;
    grpc::Status ReportTrunks(grpc::ServerContext* context,
                              const program::v1::ReportTrunksRequest* request,
                              google::protobuf::Empty* answer) override;
    grpc::Status Renew(grpc::ServerContext* context,
                       const program::v1::RenewRequest* request,
                       program::v1::RenewResponse* answer) override;
    grpc::Status GetFlowVersion(grpc::ServerContext* context,
                                const program::v1::GetFlowVersionRequest* request,
                                program::v1::FlowVersion* answer) override;
    grpc::Status GetDictionary(grpc::ServerContext* context,
                               const program::v1::GetDictionaryRequest* request,
                               program::v1::DictionaryContent* answer) override;
    grpc::Status GetContent(grpc::ServerContext* context,
                            const program::v1::GetContentRequest* request,
                            grpc::ServerWriter<program::v1::GetContentResponse>* stream) override;

private:
    endpoint::Endpoint& endpoint_;
    pg::Pool& pool_;
    Briefing& briefing_;
    Inbound& inbound_;
    objects::ObjectStore& objects_;
    const std::chrono::seconds lease_time_;
    std::atomic<bool> stopping_ = false;
};

} // namespace hatif::program_scheduler
