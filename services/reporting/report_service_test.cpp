#include "reporting/report_service.hpp"

#include "reporting/test_reporting.hpp"

#include "rpc/client.hpp"
#include "rpc/metadata.hpp"
#include "rpc/status.hpp"

#include <catch2/catch.hpp>
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/server_builder.h>

#include <memory>
#include <set>

using namespace hatif;
using namespace hatif::reporting;
using namespace hatif::reporting::testing;

namespace {

/// The program-scheduler, as far as it is asked.
struct Scheduler final : program::v1::ExecutionLookupService::Service {
    grpc::Status DescribeExecution(grpc::ServerContext*,
                                   const program::v1::DescribeExecutionRequest* request,
                                   program::v1::ExecutionDescription* answer) override {
        if (away) return {grpc::StatusCode::UNAVAILABLE, "away"};
        if (request->execution_id() == launched_now &&
            request->organization_id() == organization.to_string()) {
            answer->set_program_id(program_id.to_string());
            return grpc::Status::OK;
        }
        return rpc::to_status({base::Errc::not_found, "none", "EXECUTION_NOT_FOUND"});
    }

    std::string launched_now;
    bool away = false;
};

/// The service, called by agents.
class Served {
public:
    explicit Served(Reporting& reporting) : endpoint_{reporting.pool(), keys_} {
        grpc::ServerBuilder builder;
        builder.RegisterService(&scheduler);
        others_ = builder.BuildAndStart();
        lookup_ = program::v1::ExecutionLookupService::NewStub(others_->InProcessChannel({}));
        service_ = std::make_unique<ReportService>(endpoint_, *lookup_, identity_);
        grpc::ServerBuilder ours;
        ours.RegisterService(service_.get());
        server_ = ours.BuildAndStart();
        stub = v1::ReportService::NewStub(server_->InProcessChannel({}));
    }
    ~Served() {
        server_->Shutdown();
        others_->Shutdown();
    }

    std::unique_ptr<grpc::ClientContext> as(const base::Uuid& member_of) const {
        rpc::Caller caller;
        caller.organization = base::OrganizationId{member_of};
        caller.principal = "key:1";
        caller.role = rpc::Role::agent;
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

    Scheduler scheduler;
    std::unique_ptr<v1::ReportService::Stub> stub;

private:
    const rpc::CallerKeys keys_ = *rpc::CallerKeys::read("k1:00112233445566778899aabbccddeeff");
    const rpc::ServiceIdentity identity_{"reporting", keys_};
    endpoint::Endpoint endpoint_;
    std::unique_ptr<grpc::Server> others_;
    std::unique_ptr<program::v1::ExecutionLookupService::Stub> lookup_;
    std::unique_ptr<ReportService> service_;
    std::unique_ptr<grpc::Server> server_;
};

} // namespace

TEST_CASE("the reports are served to members of the organization", "[reporting][integration]") {
    Reporting reporting;
    reporting.take(launched());
    reporting.take(whole_call(job, 11));
    Served served{reporting};
    v1::GetCallReportRequest request;
    request.set_job_id(job.to_string());

    v1::CallReport report;
    REQUIRE(served.stub->GetCallReport(served.as(organization).get(), request, &report).ok());
    CHECK(report.attempts(0).call().to() == "+212612345678");
    CHECK(report.attempts(0).recordings_size() == 0);
    CHECK(rpc::from_status(served.stub->GetCallReport(served.as(uuid(99)).get(), request, &report))
              .reason == "JOB_NOT_FOUND");
    grpc::ClientContext unsigned_call;
    CHECK(rpc::from_status(served.stub->GetCallReport(&unsigned_call, request, &report)).code ==
          base::Errc::unauthenticated);

    v1::ListExecutionCallsRequest list;
    list.set_id(execution.to_string());
    list.set_limit(0);
    v1::ListExecutionCallsResponse calls;
    const auto refused = served.list(list, calls);
    REQUIRE(refused.fields.size() == 1);
    CHECK(refused.fields[0].path == "limit");
    list.set_limit(10);
    REQUIRE(served.stub->ListExecutionCalls(served.as(organization).get(), list, &calls).ok());
    CHECK(calls.data_size() == 1);
    CHECK(calls.meta().total() == 1);
}

TEST_CASE("the calls of an execution are served by cursor to the last",
          "[reporting][integration]") {
    Reporting reporting;
    reporting.take(launched());
    for (std::uint64_t i = 0; i < 5; ++i) reporting.take(whole_call(uuid(100 + i), 200 + i));
    Served served{reporting};
    v1::ListExecutionCallsRequest list;
    list.set_id(execution.to_string());
    list.set_limit(2);
    std::set<std::string> jobs;
    for (bool more = true; more;) {
        v1::ListExecutionCallsResponse calls;
        REQUIRE(served.stub->ListExecutionCalls(served.as(organization).get(), list, &calls).ok());
        for (const auto& it : calls.data()) jobs.insert(it.job_id());
        more = calls.meta().has_next_cursor();
        list.set_cursor(calls.meta().next_cursor());
    }
    CHECK(jobs.size() == 5);
}

TEST_CASE("an execution that no event has told of yet is asked of the scheduler",
          "[reporting][integration]") {
    Reporting reporting;
    Served served{reporting};
    v1::ListExecutionCallsRequest list;
    list.set_id(execution.to_string());
    v1::ListExecutionCallsResponse calls;
    CHECK(served.list(list, calls).reason == "EXECUTION_NOT_FOUND");

    served.scheduler.launched_now = execution.to_string();
    REQUIRE(served.stub->ListExecutionCalls(served.as(organization).get(), list, &calls).ok());
    CHECK(calls.data_size() == 0);
    CHECK(calls.has_meta());
    CHECK(calls.meta().limit() == 20);
    CHECK(served.list(list, calls, uuid(99)).reason == "EXECUTION_NOT_FOUND");

    served.scheduler.away = true;
    CHECK(served.list(list, calls).code == base::Errc::unavailable);
}
