#pragma once

#include "answers.hpp"
#include "flows.hpp"

#include "hatif/program/v1/lease_service.grpc.pb.h"

#include <atomic>
#include <string>

namespace hatif::load {

/// The scheduler as a dialer sees it, without a database: leases at an even rate, says yes to every
/// Start, renews what has not finished. Real gRPC, so that the dialer pays what it always pays.
class LeaseSource final : public program::v1::LeaseService::Service {
public:
    struct Load {
        std::string trunk_host;
        std::uint32_t trunk_port = 0;
        std::size_t calls = 0;
        double rate = 0; ///< calls a second
        Flow flow;
    };

    LeaseSource(Load load, Answers& answers);

    /// When the first lease and when the last one went out, seconds of the steady clock.
    double first_sent() const { return first_sent_; }
    double last_sent() const { return last_sent_; }

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
    grpc::Status Renew(grpc::ServerContext* context,
                       const program::v1::RenewRequest* request,
                       program::v1::RenewResponse* answer) override;
    grpc::Status ReportTrunks(grpc::ServerContext* context,
                              const program::v1::ReportTrunksRequest* request,
                              google::protobuf::Empty* answer) override;
    grpc::Status GetFlowVersion(grpc::ServerContext* context,
                                const program::v1::GetFlowVersionRequest* request,
                                program::v1::FlowVersion* answer) override;
    grpc::Status GetContent(grpc::ServerContext* context,
                            const program::v1::GetContentRequest* request,
                            grpc::ServerWriter<program::v1::GetContentResponse>* stream) override;

private:
    program::v1::Lease make_lease(std::size_t number) const;

    const Load load_;
    Answers& answers_;
    std::atomic<std::size_t> next_{0};
    std::atomic<bool> stopping_{false};
    std::atomic<double> first_sent_{0};
    std::atomic<double> last_sent_{0};
};

} // namespace hatif::load
