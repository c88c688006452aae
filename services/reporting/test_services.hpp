#pragma once

#include "objects/directory_store.hpp"
#include "objects/temporary_directory.hpp"
#include "reporting/recording_service.hpp"
#include "reporting/replay_service.hpp"
#include "reporting/report_service.hpp"
#include "reporting/statistics_service.hpp"
#include "reporting/test_reporting.hpp"

#include "rpc/client.hpp"
#include "rpc/metadata.hpp"
#include "rpc/status.hpp"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/server_builder.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace hatif::reporting::testing {

/// The program-scheduler, as far as it is asked.
struct Scheduler final : program::v1::ExecutionLookupService::Service {
    grpc::Status DescribeExecution(grpc::ServerContext*,
                                   const program::v1::DescribeExecutionRequest* request,
                                   program::v1::ExecutionDescription* answer) override {
        if (away) return {grpc::StatusCode::UNAVAILABLE, "away"};
        if (request->execution_id() == given_out &&
            request->organization_id() == organization.to_string()) {
            answer->set_program_id(program_id.to_string());
            return grpc::Status::OK;
        }
        return rpc::to_status({base::Errc::not_found, "none", "EXECUTION_NOT_FOUND"});
    }

    grpc::Status DescribeJob(grpc::ServerContext*,
                             const program::v1::DescribeJobRequest* request,
                             program::v1::JobDescription* answer) override {
        if (away) return {grpc::StatusCode::UNAVAILABLE, "away"};
        if (request->job_id() == given_out &&
            request->organization_id() == organization.to_string()) {
            answer->set_contact_id(contact.to_string());
            answer->set_flow_id(flow.to_string());
            return grpc::Status::OK;
        }
        return rpc::to_status({base::Errc::not_found, "none", "JOB_NOT_FOUND"});
    }

    std::string given_out; ///< the one that it knows
    bool away = false;
};

/// Its flows: one, in two versions, and what it goes on with.
struct Flows final : program::v1::FlowLookupService::Service {
    grpc::Status ReadFlowGraph(grpc::ServerContext*,
                               const program::v1::ReadFlowGraphRequest* request,
                               program::v1::FlowGraph* answer) override {
        for (const auto& [id, graph] : linked) {
            const auto wanted = request->linked_flows().find(id);
            const bool newest = request->version() == 0;
            if (!newest && wanted == request->linked_flows().end()) continue;
            if (newest || wanted->second == 1) (*answer->mutable_linked_graphs())[id] = graph;
        }
        if (!request->draft().empty()) return grpc::Status::OK;
        const auto version = request->version() == 0 ? 2 : request->version();
        if (request->flow_id() == flow.to_string() && version <= graphs.size() &&
            request->organization_id() == organization.to_string()) {
            answer->set_graph(graphs[version - 1]);
            answer->set_version(version);
            return grpc::Status::OK;
        }
        return rpc::to_status({base::Errc::not_found, "none", "FLOW_NOT_FOUND"});
    }

    std::vector<std::string> graphs;
    std::map<std::string, std::string> linked; ///< by id, in version 1
};

/// The contact service: it has one contact.
struct Contacts final : contact::v1::MembershipService::Service {
    grpc::Status Snapshot(grpc::ServerContext*,
                          const contact::v1::SnapshotRequest* request,
                          contact::v1::SnapshotResponse* answer) override {
        for (const auto& id : request->contact_ids()) {
            auto& callee = *answer->add_callees();
            callee.set_contact_id(id);
            const bool known =
                id == contact.to_string() && request->organization_id() == organization.to_string();
            callee.set_refusal(known ? refusal : contact::v1::REFUSAL_DELETED);
        }
        return grpc::Status::OK;
    }

    contact::v1::Refusal refusal = contact::v1::REFUSAL_UNSPECIFIED;
};

/// The services, called by agents.
class Served {
public:
    explicit Served(Reporting& reporting) : endpoint_{reporting.pool(), keys_} {
        grpc::ServerBuilder builder;
        builder.RegisterService(&scheduler);
        builder.RegisterService(&contacts);
        builder.RegisterService(&flows);
        others_ = builder.BuildAndStart();
        lookups_ = std::make_unique<Lookups>(others_->InProcessChannel({}),
                                             others_->InProcessChannel({}), identity_);
        reports_ = std::make_unique<ReportService>(endpoint_, reporting.pool(), *lookups_, clock_);
        replays_ = std::make_unique<ReplayService>(endpoint_, *lookups_);
        statistics_ = std::make_unique<StatisticsService>(endpoint_, *lookups_);
        recordings_ = std::make_unique<RecordingService>(endpoint_, reporting.pool(), objects,
                                                         clock_, [](const std::string&) {});
        grpc::ServerBuilder ours;
        ours.RegisterService(reports_.get());
        ours.RegisterService(statistics_.get());
        ours.RegisterService(replays_.get());
        ours.RegisterService(recordings_.get());
        server_ = ours.BuildAndStart();
        stub = v1::ReportService::NewStub(server_->InProcessChannel({}));
        replays = v1::ReplayService::NewStub(server_->InProcessChannel({}));
        statistics = v1::StatisticsService::NewStub(server_->InProcessChannel({}));
        recordings = v1::RecordingService::NewStub(server_->InProcessChannel({}));
    }
    ~Served() {
        server_->Shutdown();
        others_->Shutdown();
    }

    std::unique_ptr<grpc::ClientContext> as(const base::Uuid& member_of,
                                            rpc::Role role = rpc::Role::agent) const {
        rpc::Caller caller;
        caller.organization = base::OrganizationId{member_of};
        caller.principal = "key:1";
        caller.role = role;
        caller.request_id = "r1";
        auto context = std::make_unique<grpc::ClientContext>();
        context->AddMetadata(rpc::caller_key, keys_.sign(caller, base::SystemClock{}.now()));
        return context;
    }

    base::Error list(const v1::ListExecutionCallsRequest& request,
                     v1::ListExecutionCallsResponse& calls,
                     const base::Uuid& asking = organization) {
        return rpc::from_status(stub->ListExecutionCalls(as(asking).get(), request, &calls));
    }

    /// The whole file; what was wrong is in `refused`.
    std::string file(const v1::ExportCallReportsRequest& request, base::Error& refused) {
        const auto context = as(organization);
        return all_of(*stub->ExportCallReports(context.get(), request), refused);
    }

    /// Its header is in `header`.
    std::string all_of(grpc::ClientReader<type::v1::Download>& reader, base::Error& refused) {
        std::string bytes;
        for (type::v1::Download piece; reader.Read(&piece);) {
            if (piece.has_header()) header = piece.header();
            bytes += piece.chunk();
        }
        const auto status = reader.Finish();
        if (!status.ok()) refused = rpc::from_status(status);
        return bytes;
    }

    Scheduler scheduler;
    Contacts contacts;
    Flows flows;
    type::v1::Download::Header header;
    std::unique_ptr<v1::ReportService::Stub> stub;
    std::unique_ptr<v1::ReplayService::Stub> replays;
    std::unique_ptr<v1::StatisticsService::Stub> statistics;
    std::unique_ptr<v1::RecordingService::Stub> recordings;
    objects::testing::TemporaryDirectory folder;
    objects::DirectoryStore objects{folder.path()};

private:
    const rpc::CallerKeys keys_ = *rpc::CallerKeys::read("k1:00112233445566778899aabbccddeeff");
    const rpc::ServiceIdentity identity_{"reporting", keys_};
    const base::SystemClock clock_;
    endpoint::Endpoint endpoint_;
    std::unique_ptr<grpc::Server> others_;
    std::unique_ptr<Lookups> lookups_;
    std::unique_ptr<ReportService> reports_;
    std::unique_ptr<ReplayService> replays_;
    std::unique_ptr<StatisticsService> statistics_;
    std::unique_ptr<RecordingService> recordings_;
    std::unique_ptr<grpc::Server> server_;
};

} // namespace hatif::reporting::testing
