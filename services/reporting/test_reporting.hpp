#pragma once

#include "reporting/intake.hpp"
#include "reporting/migrations.hpp"
#include "reporting/report_store.hpp"
#include "reporting/test_events.hpp"

#include "kafka/cloud_event.hpp"
#include "page/request.hpp"
#include "pg/pool.hpp"
#include "pg_testing/test_cluster.hpp"

#include <catch2/catch.hpp>

#include <deque>

namespace hatif::reporting::testing {

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
        const auto key =
            event.has_job_queued() ? event.job_queued().job_id() : execution.to_string();
        run(take_execution_events,
            {{.key = key, .payload = payload, .headers = {{"ce_sequence", sequence}}}});
    }

    /// Many at once, in the order of the outbox.
    void take(const std::vector<program::v1::ExecutionEvent>& events) {
        const auto key = execution.to_string();
        std::deque<std::string> payloads;
        std::vector<kafka::Received> records;
        for (const auto& event : events) {
            payloads.push_back(event.SerializeAsString());
            records.push_back({.key = key,
                               .payload = payloads.back(),
                               .headers = {{"ce_sequence", kafka::outbox_sequence(1, ++rows_)}}});
        }
        run(take_execution_events, std::move(records));
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
            return list_jobs(transaction, base::OrganizationId{asking},
                             {.execution = execution, .outcome = outcome}, *wanted);
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

inline const base::Uuid job = uuid(10);

inline Attempt whole_call(const base::Uuid& of, std::uint64_t id, std::uint32_t number = 1) {
    Attempt attempt{of, uuid(id), number};
    attempt.dialed().entered("call", "dial", 0).ringing().answered();
    attempt.event([](auto& it) { it.mutable_finished()->set_sip_code(200); });
    return attempt;
}

} // namespace hatif::reporting::testing
