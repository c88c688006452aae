#include "reporting/test_services.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <iostream>

using namespace hatif;
using namespace hatif::reporting;
using namespace hatif::reporting::testing;

/// Not run by default: `reporting_integration_test [load]` prints what a million calls cost.
namespace {

constexpr int calls = 1'000'000;
constexpr int a_batch = 1'000;

double milliseconds_of(const std::function<void()>& work) {
    const auto begun = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>{std::chrono::steady_clock::now() - begun}
        .count();
}

program::v1::ExecutionEvent end_of(int number) {
    static const type::v1::Outcome outcomes[]{type::v1::OUTCOME_COMPLETED, type::v1::OUTCOME_BUSY,
                                              type::v1::OUTCOME_NO_ANSWER};
    const auto at = ten + std::chrono::milliseconds{10 * number};
    auto event = ended(base::Uuid::v7(at), base::Uuid::v7(at), 1, outcomes[number % 3]);
    auto& it = *event.mutable_attempt_ended();
    it.set_contact_id(uuid(static_cast<std::uint64_t>(number)).to_string());
    it.set_answered(number % 3 == 0);
    it.set_to("+2126" + std::to_string(10'000'000 + number));
    rpc::set(*it.mutable_started_at(), at);
    return event;
}

void fill(Reporting& reporting) {
    reporting.take(launched());
    const auto took = milliseconds_of([&] {
        for (int first = 0; first < calls; first += a_batch) {
            std::vector<program::v1::ExecutionEvent> batch;
            for (int i = first; i < first + a_batch; ++i) batch.push_back(end_of(i));
            reporting.take(batch);
        }
    });
    std::cout << "intake of an attempt's end: " << took * 1'000 / calls << " µs\n";
}

} // namespace

TEST_CASE("what the report of a million calls costs", "[.][load]") {
    Reporting reporting;
    fill(reporting);
    Served served{reporting};
    const auto told = [&](const char* what, const std::function<grpc::Status()>& ask) {
        for (int i = 0; i < 3; ++i) {
            const auto took = milliseconds_of([&] { CHECK(ask().ok()); });
            std::cout << what << ": " << took << " ms\n";
        }
    };
    v1::GetExecutionReportRequest of;
    of.set_id(execution.to_string());
    v1::ExecutionReport report;
    told("report", [&] {
        return served.statistics->GetExecutionReport(served.as(organization).get(), of, &report);
    });
    CHECK(report.attempts() == calls);
    v1::GetExecutionBreakdownRequest broken;
    broken.set_id(execution.to_string());
    v1::ExecutionBreakdown breakdown;
    told("breakdown", [&] {
        return served.statistics->GetExecutionBreakdown(served.as(organization).get(), broken,
                                                        &breakdown);
    });
    v1::ListExecutionCallsRequest listed;
    listed.set_id(execution.to_string());
    v1::ListExecutionCallsResponse page;
    told("calls of the execution", [&] {
        return served.stub->ListExecutionCalls(served.as(organization).get(), listed, &page);
    });
    v1::ListCallReportsRequest all;
    v1::ListCallReportsResponse reports;
    const auto list = [&] {
        return served.stub->ListCallReports(served.as(organization).get(), all, &reports);
    };
    told("reports of the organization", list);
    all.set_outcome(type::v1::OUTCOME_REJECTED);
    told("reports of an outcome that nobody has", list);
    all.clear_outcome();
    all.set_search("10999999");
    told("the report of a number", list);
    all.clear_search();
    all.set_program_id(uuid(77).to_string());
    told("reports of a program without any", list);
    v1::ExportCallReportsRequest exported;
    base::Error refused;
    std::cout << "export as CSV: " << milliseconds_of([&] { served.file(exported, refused); })
              << " ms\n";
}
