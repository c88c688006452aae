#include "reporting/retention.hpp"

#include "reporting/sweeper.hpp"
#include "reporting/test_services.hpp"

#include <catch2/catch.hpp>

#include <condition_variable>
#include <future>
#include <mutex>

using namespace hatif;
using namespace hatif::reporting;
using namespace hatif::reporting::testing;
using namespace std::chrono_literals;
using type::v1::OUTCOME_BUSY;
using type::v1::OUTCOME_COMPLETED;

namespace {

constexpr auto day = 24h;

class HandSet final : public base::Clock {
public:
    explicit HandSet(base::Instant now) : now_{now} {}
    base::Instant now() const override { return now_; }

private:
    base::Instant now_;
};

std::int64_t count(Reporting& reporting, const std::string& table) {
    const auto found = reporting.pool().transact([&](pg::Transaction& transaction) {
        return transaction.exec("SELECT count(*) FROM " + table);
    });
    REQUIRE(found);
    return (*found)[0].get<std::int64_t>(0);
}

std::int64_t
deleted(Reporting& reporting, base::Instant before, const base::Uuid& of = organization) {
    const auto gone = reporting.pool().transact(
        [&](pg::Transaction& transaction) { return delete_reports(transaction, of, before, 100); });
    REQUIRE(gone);
    return *gone;
}

/// The gateway: it answers when it is let.
struct Gateway final : gateway::v1::OrganizationLookupService::Service {
    grpc::Status ListRetention(grpc::ServerContext*,
                               const gateway::v1::ListRetentionRequest*,
                               gateway::v1::ListRetentionResponse* answer) override {
        if (away) return {grpc::StatusCode::UNAVAILABLE, "away"};
        auto& it = *answer->add_data();
        it.set_organization_id(organization.to_string());
        if (days > 0) it.set_call_reports_days(days);
        if (recording_days > 0) it.set_recordings_days(recording_days);
        return grpc::Status::OK;
    }

    bool away = false;
    std::uint32_t days = 0;
    std::uint32_t recording_days = 0;
};

/// One sweep, at a moment.
void sweep(Reporting& reporting, Gateway& gateway, base::Instant now, bool expect_complaint) {
    const objects::testing::TemporaryDirectory folder;
    objects::DirectoryStore store{folder.path()};
    grpc::ServerBuilder builder;
    builder.RegisterService(&gateway);
    const auto server = builder.BuildAndStart();
    const rpc::CallerKeys keys = *rpc::CallerKeys::read("k1:00112233445566778899aabbccddeeff");
    const rpc::ServiceIdentity identity{"reporting", keys};
    const HandSet clock{now};
    observability::Metrics metrics;
    std::promise<void> complained;
    {
        const Sweeper sweeper{server->InProcessChannel({}),
                              identity,
                              reporting.pool(),
                              store,
                              clock,
                              metrics,
                              [&](const std::string&) { complained.set_value(); }};
        if (expect_complaint) {
            CHECK(complained.get_future().wait_for(10s) == std::future_status::ready);
        } else {
            const auto until = std::chrono::steady_clock::now() + 10s;
            while (count(reporting, "jobs") > 0 && std::chrono::steady_clock::now() < until) {
            }
        }
    }
    server->Shutdown();
}

} // namespace

TEST_CASE("a report that is wholly past goes with all that belongs to it, its counts stay",
          "[reporting][integration]") {
    Reporting reporting;
    reporting.take(launched());
    reporting.take(whole_call(job, 11));
    reporting.take(ended(job, uuid(11), 1, OUTCOME_COMPLETED));
    const auto counted = [&] {
        return count(reporting, "execution_counts WHERE kind <> 11"); // but the rows of jobs
    };
    const auto counts = counted();
    CHECK(reporting.list({})->meta.total == 1);
    CHECK(deleted(reporting, ten + 10s) == 0); // it ended at ten and half a minute
    CHECK(deleted(reporting, ten + 31s, uuid(99)) == 0);
    CHECK(deleted(reporting, ten + 31s) == 1);
    for (const auto* table : {"jobs", "attempts", "call_events"}) {
        CHECK(count(reporting, table) == 0);
    }
    CHECK(counted() == counts);
    CHECK(counts > 0);
    CHECK(reporting.list({})->meta.total == 0);
}

TEST_CASE("a recording that is told late does not bring a deleted report back",
          "[reporting][integration][recordings]") {
    Reporting reporting;
    reporting.take(whole_call(job, 11));
    reporting.take(ended(job, uuid(11), 1, OUTCOME_COMPLETED));
    CHECK(deleted(reporting, ten + 31s) == 1);
    Attempt late{job, uuid(11)};
    reporting.take(late.recording_saved(uuid(50)).late());
    for (const auto* table : {"jobs", "attempts", "call_events"}) {
        CHECK(count(reporting, table) == 0);
    }
    CHECK(count(reporting, "recordings") == 1); // it goes by a rule of its own
    // With another event of it the job is there, whatever comes beside.
    Attempt young{uuid(20), uuid(21)};
    reporting.take(young.dialed().recording_saved(uuid(51)).late());
    CHECK(count(reporting, "call_events") == 2);
}

TEST_CASE("a report that waits for a retry is not past", "[reporting][integration]") {
    Reporting reporting;
    auto busy = ended(job, uuid(11), 1, OUTCOME_BUSY);
    rpc::set(*busy.mutable_attempt_ended()->mutable_retry_at(), ten + 10 * day);
    reporting.take(busy);
    reporting.take(queued(uuid(20), ten + 10 * day));
    CHECK(deleted(reporting, ten + 9 * day) == 0);
    reporting.take(skipped(uuid(20), "skipped_cancelled"));
    CHECK(deleted(reporting, ten + 9 * day) == 1);
    CHECK(reporting.refusal(organization, uuid(20)) == "JOB_NOT_FOUND");
}

TEST_CASE("a report whose job is not over is kept, however old", "[reporting][integration]") {
    Reporting reporting;
    reporting.take(launched());
    auto busy = ended(job, uuid(11), 1, OUTCOME_BUSY);
    rpc::set(*busy.mutable_attempt_ended()->mutable_retry_at(), ten + 1h);
    reporting.take(busy);                     // and then its execution is paused
    reporting.take(whole_call(uuid(20), 21)); // its end has not come
    CHECK(deleted(reporting, ten + 100 * day) == 0);
    reporting.take(ended(job, uuid(12), 2, OUTCOME_COMPLETED));
    reporting.take(ended(uuid(20), uuid(21), 1, OUTCOME_COMPLETED));
    CHECK(deleted(reporting, ten + 100 * day) == 2);

    Served served{reporting};
    v1::GetExecutionReportRequest request;
    request.set_id(execution.to_string());
    v1::ExecutionReport report;
    REQUIRE(served.statistics->GetExecutionReport(served.as(organization).get(), request, &report)
                .ok());
    CHECK(report.contacts_completed() == 2);
    CHECK(report.contacts_dialled() == 2);
}

TEST_CASE("a job's id tells its age", "[reporting][integration]") {
    const auto id = base::Uuid::v7(ten);
    CHECK_FALSE(is_past(id, std::nullopt, ten + 1000 * day));
    CHECK_FALSE(is_past(id, 3, ten + 2 * day));
    CHECK(is_past(id, 3, ten + 4 * day));
    CHECK_FALSE(is_past(uuid(1), 3, ten + 1000 * day)); // of another version: it tells nothing
}

TEST_CASE("what was deleted for its age is not there, though the scheduler knows it",
          "[reporting][integration]") {
    Reporting reporting;
    const auto old = base::Uuid::v7(ten);
    const auto written = reporting.pool().transact([](pg::Transaction& transaction) {
        return write_retentions(transaction, {{organization, 30}});
    });
    REQUIRE(written);
    Served served{reporting};
    served.scheduler.given_out = old.to_string();
    v1::GetCallReportRequest request;
    request.set_job_id(old.to_string());
    v1::CallReport report;
    CHECK(rpc::from_status(
              served.stub->GetCallReport(served.as(organization).get(), request, &report))
              .reason == "JOB_NOT_FOUND");
}

TEST_CASE("settings are taken over whole", "[reporting][integration]") {
    Reporting reporting;
    const auto settle = [&](const Retentions& retentions) {
        return reporting.pool().transact(
            [&](pg::Transaction& transaction) -> base::Result<std::optional<std::int32_t>> {
                if (auto done = write_retentions(transaction, retentions); !done) {
                    return base::fail(done.error());
                }
                return days_kept(transaction, base::OrganizationId{organization});
            });
    };
    CHECK(*settle({{organization, 30}}) == 30);
    CHECK(*settle({{organization, 7}, {uuid(99), 1}}) == 7);
    CHECK(*settle({{uuid(99), 1}}) == std::nullopt);
    CHECK(*settle({}) == std::nullopt);
}

TEST_CASE("the sweeper deletes what the gateway says is no longer kept",
          "[reporting][integration]") {
    Reporting reporting;
    reporting.take(ended(job, uuid(11), 1, OUTCOME_COMPLETED));
    Gateway gateway;
    gateway.days = 30;
    sweep(reporting, gateway, ten + 31 * day, false);
    CHECK(count(reporting, "jobs") == 0);
}

TEST_CASE("the sweeper lets recordings go by a rule of their own", "[reporting][integration]") {
    Reporting reporting;
    reporting.take(whole_call(job, 11).recording_saved(uuid(50)));
    reporting.take(ended(job, uuid(11), 1, OUTCOME_COMPLETED));
    Gateway gateway;
    gateway.days = 30;
    gateway.recording_days = 60;
    sweep(reporting, gateway, ten + 31 * day, false);
    CHECK(count(reporting, "recordings WHERE deleted_at IS NULL") == 1);
    reporting.take(ended(uuid(20), uuid(21), 1, OUTCOME_COMPLETED)); // what the sweep is awaited by
    sweep(reporting, gateway, ten + 61 * day, false);
    CHECK(count(reporting, "recordings WHERE deleted_at IS NULL") == 0);
    CHECK(count(reporting, "recordings WHERE object_key IS NOT NULL") == 0);
}

TEST_CASE("a gateway that is away deletes nothing", "[reporting][integration]") {
    Reporting reporting;
    reporting.take(ended(job, uuid(11), 1, OUTCOME_COMPLETED));
    const auto written = reporting.pool().transact([](pg::Transaction& transaction) {
        return write_retentions(transaction, {{organization, 30}});
    });
    REQUIRE(written);
    Gateway gateway;
    gateway.away = true;
    sweep(reporting, gateway, ten + 1000 * day, true);
    CHECK(count(reporting, "jobs") == 1);
}
