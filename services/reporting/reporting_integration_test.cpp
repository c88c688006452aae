#include "reporting/intake.hpp"
#include "reporting/migrations.hpp"
#include "reporting/report_service.hpp"
#include "reporting/report_store.hpp"
#include "reporting/test_events.hpp"

#include "kafka/cloud_event.hpp"
#include "page/request.hpp"
#include "pg/pool.hpp"
#include "pg_testing/test_cluster.hpp"
#include "rpc/client.hpp"
#include "rpc/metadata.hpp"
#include "rpc/server.hpp"
#include "rpc/status.hpp"

#include <catch2/catch.hpp>
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <deque>

using namespace hatif;
using namespace hatif::reporting;
using namespace hatif::reporting::testing;
using type::v1::OUTCOME_BUSY;
using type::v1::OUTCOME_COMPLETED;
using type::v1::OUTCOME_FAILED;

namespace {

/// Reporting's own database, fed as its consumers feed it.
class Reporting {
public:
    Reporting() { REQUIRE(pg::migrate(pool_, migrations())); }

    void take(const Attempt& attempt) {
        std::deque<std::string> payloads;
        std::vector<kafka::Received> records;
        for (const auto& event : attempt.events()) {
            payloads.push_back(event.SerializeAsString());
            records.push_back({.key = event.job_id(), .payload = payloads.back()});
        }
        run(take_call_events, std::move(records));
    }

    /// At the next place of the outbox, or at one that was taken before.
    void take(const program::v1::ExecutionEvent& event, std::uint64_t row = 0) {
        const auto payload = event.SerializeAsString();
        const auto sequence = kafka::outbox_sequence(1, row > 0 ? row : ++rows_);
        const auto key = execution.to_string();
        run(take_execution_events,
            {{.key = key, .payload = payload, .headers = {{"ce_sequence", sequence}}}});
    }

    v1::CallReport report(const base::Uuid& job) {
        const auto found = pool_.transact([&](pg::Transaction& transaction) {
            return find_job(transaction, base::OrganizationId{organization}, job);
        });
        REQUIRE(found);
        return build_report(*found);
    }

    std::string refusal(const base::Uuid& asking, const base::Uuid& job) {
        const auto found = pool_.transact([&](pg::Transaction& transaction) {
            return find_job(transaction, base::OrganizationId{asking}, job);
        });
        return found ? "" : found.error().reason;
    }

    base::Result<JobPage> list(const page::Asked& asked,
                               std::optional<std::int32_t> outcome = {},
                               const base::Uuid& asking = organization) {
        const auto wanted = page::Request::read(asked, {"createdAt"});
        REQUIRE(wanted);
        return pool_.transact([&](pg::Transaction& transaction) {
            return list_jobs(transaction, base::OrganizationId{asking}, execution, *wanted,
                             outcome);
        });
    }

    pg::Pool& pool() { return pool_; }

private:
    void run(const kafka::Handler& handler, std::vector<kafka::Received> records) {
        kafka::Batch batch{std::move(records)};
        const auto done = pool_.transact(
            [&](pg::Transaction& transaction) { return handler(batch, transaction); });
        if (!done) FAIL(done.error().what);
        CHECK(batch.rejections().empty());
    }

    pg::Pool pool_{pg_testing::TestCluster::shared().new_database("reporting"), 4};
    std::uint64_t rows_ = 0;
};

const base::Uuid job = uuid(10);

Attempt whole_call(const base::Uuid& of, std::uint64_t id, std::uint32_t number = 1) {
    Attempt attempt{of, uuid(id), number};
    attempt.dialed().entered("call", "dial", 0).ringing().answered();
    attempt.event([](auto& it) { it.mutable_finished()->set_sip_code(200); });
    return attempt;
}

} // namespace

TEST_CASE("events in order become a report", "[reporting][integration]") {
    Reporting reporting;
    reporting.take(launched());
    reporting.take(whole_call(job, 11));
    CHECK(reporting.report(job).status() == v1::JOB_STATUS_ACTIVE);
    reporting.take(ended(job, uuid(11), 1, OUTCOME_COMPLETED));
    const auto report = reporting.report(job);
    CHECK(report.status() == v1::JOB_STATUS_COMPLETED);
    CHECK(report.outcome() == OUTCOME_COMPLETED);
    CHECK(report.program_id() == program_id.to_string());
    CHECK(report.attempts(0).call().sip_code() == 200);
    CHECK(report.events_size() == 3);
}

TEST_CASE("the order of the two topics makes no difference", "[reporting][integration]") {
    auto busy = ended(job, uuid(11), 1, OUTCOME_BUSY);
    rpc::set(*busy.mutable_attempt_ended()->mutable_retry_at(), ten + std::chrono::minutes{5});
    const auto second = ended(job, uuid(12), 2, OUTCOME_COMPLETED);

    Reporting calls_first;
    calls_first.take(whole_call(job, 11));
    calls_first.take(whole_call(job, 12, 2));
    calls_first.take(busy);
    calls_first.take(second);
    Reporting ends_first;
    ends_first.take(busy);
    ends_first.take(second);
    ends_first.take(whole_call(job, 12, 2));
    ends_first.take(whole_call(job, 11));

    CHECK(calls_first.report(job).SerializeAsString() ==
          ends_first.report(job).SerializeAsString());
    CHECK(ends_first.report(job).status() == v1::JOB_STATUS_COMPLETED);
}

TEST_CASE("what comes again changes nothing", "[reporting][integration]") {
    Reporting reporting;
    reporting.take(whole_call(job, 11));
    reporting.take(ended(job, uuid(11), 1, OUTCOME_BUSY));
    const auto before = reporting.report(job).SerializeAsString();
    reporting.take(whole_call(job, 11));
    reporting.take(ended(job, uuid(11), 1, OUTCOME_COMPLETED), 1);
    CHECK(reporting.report(job).SerializeAsString() == before);
}

TEST_CASE("a call is reported as far as its events have come", "[reporting][integration]") {
    Reporting reporting;
    Attempt attempt{job, uuid(11)};
    reporting.take(attempt.dialed());
    CHECK(reporting.report(job).attempts(0).call().status() == "dialing");
    reporting.take(attempt.ringing().answered());
    CHECK(reporting.report(job).attempts(0).call().status() == "answered");
    CHECK(reporting.report(job).events_size() == 3);
}

TEST_CASE("a job that was skipped before any call is reported", "[reporting][integration]") {
    Reporting reporting;
    reporting.take(skipped(job, "skipped_removed"));
    const auto report = reporting.report(job);
    CHECK(report.status() == v1::JOB_STATUS_FAILED);
    CHECK(report.outcome_reason() == "skipped_removed");
    CHECK(report.attempts_size() == 0);
    CHECK(report.flow_id() == flow.to_string());
}

TEST_CASE("another organization's job and execution are not there", "[reporting][integration]") {
    Reporting reporting;
    reporting.take(launched());
    reporting.take(whole_call(job, 11));
    CHECK(reporting.refusal(uuid(99), job) == "JOB_NOT_FOUND");
    CHECK(reporting.refusal(organization, uuid(98)) == "JOB_NOT_FOUND");
    const auto foreign = reporting.list({}, {}, uuid(99));
    REQUIRE_FALSE(foreign);
    CHECK(foreign.error().reason == "EXECUTION_NOT_FOUND");
}

TEST_CASE("an execution is known from its launch, before any call", "[reporting][integration]") {
    Reporting reporting;
    reporting.take(launched());
    const auto page = reporting.list({});
    REQUIRE(page);
    CHECK(page->jobs.empty());
    CHECK(page->meta.total == 0);
}

TEST_CASE("the calls of an execution come in pages, newest first", "[reporting][integration]") {
    Reporting reporting;
    reporting.take(launched());
    for (std::uint64_t i = 0; i < 5; ++i) reporting.take(whole_call(uuid(100 + i), 200 + i));
    const auto first = reporting.list({.limit = 2});
    REQUIRE(first);
    CHECK(first->meta.total == 5);
    CHECK(first->meta.total_pages == 3);
    CHECK(first->jobs.size() == 2);
    CHECK(first->jobs[0].attempts.size() == 1);

    std::vector<base::Uuid> by_page, by_cursor;
    for (std::uint32_t number = 1; number <= 3; ++number) {
        const auto page = reporting.list({.page = number, .limit = 2});
        REQUIRE(page);
        for (const auto& it : page->jobs) by_page.push_back(it.id);
    }
    page::Asked asked{.limit = 2};
    for (int i = 0; i < 3; ++i) {
        const auto page = reporting.list(asked);
        REQUIRE(page);
        for (const auto& it : page->jobs) by_cursor.push_back(it.id);
        asked.cursor = page->meta.next_cursor;
    }
    CHECK(by_page.size() == 5);
    CHECK(by_page == by_cursor);
}

TEST_CASE("the calls are filtered by number and by the last outcome", "[reporting][integration]") {
    Reporting reporting;
    reporting.take(launched());
    auto busy = ended(uuid(100), uuid(200), 1, OUTCOME_BUSY);
    busy.mutable_attempt_ended()->set_to("+33612000000");
    reporting.take(busy);
    reporting.take(ended(uuid(101), uuid(201), 1, OUTCOME_FAILED));
    reporting.take(ended(uuid(101), uuid(202), 2, OUTCOME_COMPLETED));
    CHECK(reporting.list({}, OUTCOME_BUSY)->jobs.size() == 1);
    CHECK(reporting.list({}, OUTCOME_COMPLETED)->meta.total == 1);
    CHECK(reporting.list({}, OUTCOME_FAILED)->jobs.empty());
    CHECK(reporting.list({.search = "06 12 00"})->meta.total == 1);
    CHECK(reporting.list({.search = "+2126"})->meta.total == 1);
    CHECK(reporting.list({.search = "nobody"})->meta.total == 0);
}

TEST_CASE("the reports are served to members of the organization", "[reporting][integration]") {
    Reporting reporting;
    reporting.take(launched());
    reporting.take(whole_call(job, 11));
    const auto keys = *rpc::CallerKeys::read("k1:00112233445566778899aabbccddeeff");
    endpoint::Endpoint endpoint{reporting.pool(), keys};
    ReportService service{endpoint};
    const rpc::Server server{"127.0.0.1:20595", {&service}};
    const auto stub = v1::ReportService::NewStub(rpc::channel("127.0.0.1:20595"));
    const auto sign = [&](grpc::ClientContext& context, const base::Uuid& member_of) {
        rpc::Caller caller;
        caller.organization = base::OrganizationId{member_of};
        caller.principal = "key:1";
        caller.role = rpc::Role::agent;
        caller.request_id = "r1";
        context.AddMetadata(rpc::caller_key, keys.sign(caller, base::SystemClock{}.now()));
    };
    v1::GetCallReportRequest request;
    request.set_job_id(job.to_string());

    v1::CallReport report;
    grpc::ClientContext ours;
    sign(ours, organization);
    REQUIRE(stub->GetCallReport(&ours, request, &report).ok());
    CHECK(report.attempts(0).call().to() == "+212612345678");

    grpc::ClientContext foreign;
    sign(foreign, uuid(99));
    CHECK(rpc::from_status(stub->GetCallReport(&foreign, request, &report)).reason ==
          "JOB_NOT_FOUND");

    grpc::ClientContext unsigned_call;
    CHECK(rpc::from_status(stub->GetCallReport(&unsigned_call, request, &report)).code ==
          base::Errc::unauthenticated);

    v1::ListExecutionCallsRequest list;
    list.set_id(execution.to_string());
    list.set_limit(0);
    v1::ListExecutionCallsResponse calls;
    grpc::ClientContext wrong;
    sign(wrong, organization);
    const auto refused = rpc::from_status(stub->ListExecutionCalls(&wrong, list, &calls));
    REQUIRE(refused.fields.size() == 1);
    CHECK(refused.fields[0].path == "limit");

    list.set_limit(10);
    grpc::ClientContext right;
    sign(right, organization);
    REQUIRE(stub->ListExecutionCalls(&right, list, &calls).ok());
    CHECK(calls.data_size() == 1);
    CHECK(calls.meta().total() == 1);
}
