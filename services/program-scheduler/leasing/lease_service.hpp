#pragma once

#include "endpoint/endpoint.hpp"
#include "objects/object_store.hpp"
#include "program_scheduler/content/speaker.hpp"
#include "program_scheduler/leasing/claimer.hpp"
#include "program_scheduler/leasing/inbound.hpp"
#include "program_scheduler/leasing/starts.hpp"

#include <hatif/program/v1/lease_service.grpc.pb.h>

#include <atomic>

namespace hatif::program_scheduler {

/// The attempt's protocol, as workers call it. All of it is for services only.
class LeaseService final : public program::v1::LeaseService::Service {
public:
    LeaseService(endpoint::Endpoint& endpoint,
                 const Desk& desk,
                 Briefing& briefing,
                 Inbound& inbound,
                 objects::ObjectStore& objects,
                 Speaker& speaker)
        : endpoint_{endpoint}, desk_{desk}, inbound_{inbound}, objects_{objects}, speaker_{speaker},
          starts_{desk}, claimer_{desk, briefing} {}

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
    grpc::Status Speak(grpc::ServerContext* context,
                       const program::v1::SpeakRequest* request,
                       program::v1::SpeakResponse* answer) override;
    grpc::Status GetContent(grpc::ServerContext* context,
                            const program::v1::GetContentRequest* request,
                            grpc::ServerWriter<program::v1::GetContentResponse>* stream) override;

private:
    endpoint::Endpoint& endpoint_;
    const Desk desk_;
    Inbound& inbound_;
    objects::ObjectStore& objects_;
    Speaker& speaker_;
    std::atomic<bool> stopping_ = false;
    Starts starts_;
    Claimer claimer_;
};

} // namespace hatif::program_scheduler
