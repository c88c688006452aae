#include "reporting/test_services.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace hatif;
using namespace hatif::reporting;
using namespace hatif::reporting::testing;
using type::v1::OUTCOME_BUSY;
using type::v1::OUTCOME_COMPLETED;

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

    served.scheduler.given_out = execution.to_string();
    REQUIRE(served.stub->ListExecutionCalls(served.as(organization).get(), list, &calls).ok());
    CHECK(calls.data_size() == 0);
    CHECK(calls.has_meta());
    CHECK(calls.meta().limit() == 20);
    CHECK(served.list(list, calls, uuid(99)).reason == "EXECUTION_NOT_FOUND");

    served.scheduler.away = true;
    CHECK(served.list(list, calls).code == base::Errc::unavailable);
}

TEST_CASE("a job that was given out is queued before any event tells of it",
          "[reporting][integration]") {
    Reporting reporting;
    Served served{reporting};
    v1::GetCallReportRequest request;
    request.set_job_id(uuid(50).to_string());
    v1::CallReport report;
    const auto ask = [&](const base::Uuid& asking = organization) {
        return rpc::from_status(
            served.stub->GetCallReport(served.as(asking).get(), request, &report));
    };
    CHECK(ask().reason == "JOB_NOT_FOUND");
    served.scheduler.given_out = request.job_id();
    REQUIRE(served.stub->GetCallReport(served.as(organization).get(), request, &report).ok());
    CHECK(report.status() == v1::JOB_STATUS_QUEUED);
    CHECK(report.contact_id() == testing::contact.to_string());
    CHECK(report.flow_id() == flow.to_string());
    CHECK_FALSE(report.has_execution_id());
    CHECK(ask(uuid(99)).reason == "JOB_NOT_FOUND");
    served.scheduler.away = true;
    CHECK(ask().code == base::Errc::unavailable);
}

TEST_CASE("the organization's reports are listed by what is asked for",
          "[reporting][integration]") {
    Reporting reporting;
    reporting.take(launched());
    reporting.take(whole_call(uuid(100), 200));
    reporting.take(ended(uuid(101), uuid(201), 1, OUTCOME_BUSY));
    reporting.take(skipped(uuid(102), "skipped_removed"));
    reporting.take(queued(uuid(103), ten + std::chrono::hours{1}));
    Served served{reporting};
    const auto count = [&](const v1::ListCallReportsRequest& request,
                           const base::Uuid& asking = organization) {
        v1::ListCallReportsResponse found;
        const auto status = served.stub->ListCallReports(served.as(asking).get(), request, &found);
        REQUIRE(status.ok());
        CHECK(found.meta().total() == found.data_size());
        return found.data_size();
    };
    v1::ListCallReportsRequest all;
    CHECK(count(all) == 4);
    CHECK(count(all, uuid(99)) == 0);
    v1::ListCallReportsRequest of_execution;
    of_execution.set_execution_id(execution.to_string());
    CHECK(count(of_execution) == 3);
    CHECK(count(of_execution, uuid(99)) == 0);
    v1::ListCallReportsRequest of_other_program;
    of_other_program.set_program_id(uuid(77).to_string());
    CHECK(count(of_other_program) == 0);
    v1::ListCallReportsRequest busy;
    busy.set_outcome(OUTCOME_BUSY);
    CHECK(count(busy) == 1);
    const std::pair<v1::JobStatus, int> by_status[]{{v1::JOB_STATUS_QUEUED, 1},
                                                    {v1::JOB_STATUS_ACTIVE, 1},
                                                    {v1::JOB_STATUS_COMPLETED, 0},
                                                    {v1::JOB_STATUS_FAILED, 2}};
    for (const auto& [status, expected] : by_status) {
        v1::ListCallReportsRequest request;
        request.set_status(status);
        CHECK(count(request) == expected);
    }
    v1::ListCallReportsRequest at_ten;
    rpc::set(*at_ten.mutable_from(), ten);
    rpc::set(*at_ten.mutable_to(), ten + std::chrono::seconds{30});
    CHECK(count(at_ten) == 2);
    at_ten.set_search("06 12 34");
    CHECK(count(at_ten) == 2);
    at_ten.set_search("+33");
    CHECK(count(at_ten) == 0);
}

TEST_CASE("the calls of a contact are listed, and only of one that is there",
          "[reporting][integration]") {
    Reporting reporting;
    reporting.take(whole_call(job, 11));
    Served served{reporting};
    v1::ListContactCallsRequest request;
    v1::ListContactCallsResponse calls;
    const auto ask = [&](const base::Uuid& id, const base::Uuid& asking = organization) {
        request.set_id(id.to_string());
        return rpc::from_status(
                   served.stub->ListContactCalls(served.as(asking).get(), request, &calls))
            .reason;
    };
    CHECK(ask(testing::contact) == "");
    CHECK(calls.data_size() == 1);
    CHECK(ask(uuid(77)) == "CONTACT_NOT_FOUND");
    CHECK(ask(testing::contact, uuid(99)) == "CONTACT_NOT_FOUND");
    served.contacts.refusal = contact::v1::REFUSAL_DO_NOT_CALL;
    CHECK(ask(testing::contact) == "");
    served.contacts.refusal = contact::v1::REFUSAL_DELETED;
    CHECK(ask(testing::contact) == "CONTACT_NOT_FOUND");
}

TEST_CASE("an export holds every report once, oldest first", "[reporting][integration]") {
    Reporting reporting;
    for (std::uint64_t i = 0; i < 450; ++i) reporting.take(whole_call(uuid(1'000 + i), 5'000 + i));
    Served served{reporting};
    base::Error refused;
    v1::ExportCallReportsRequest request;
    const auto csv = served.file(request, refused);
    CHECK(refused.reason == "");
    CHECK(served.header.content_type() == "text/csv; charset=utf-8");
    CHECK(served.header.file_name() == "call-reports.csv");
    CHECK(std::ranges::count(csv, '\n') == 451);
    std::set<std::string> jobs;
    for (std::size_t at = csv.find('\n') + 1; at < csv.size(); at = csv.find('\n', at) + 1) {
        jobs.insert(csv.substr(at, 36));
    }
    CHECK(jobs.size() == 450);

    request.set_format(v1::EXPORT_FORMAT_NDJSON);
    request.set_search("nobody");
    CHECK(served.file(request, refused) == "");
    CHECK(served.header.content_type() == "application/x-ndjson");
    request.set_search(std::string(101, '1'));
    served.file(request, refused);
    CHECK(refused.reason == "VALIDATION");
}
