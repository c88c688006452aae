#include "reporting/test_reporting.hpp"

using namespace hatif;
using namespace hatif::reporting;
using namespace hatif::reporting::testing;
using namespace std::chrono_literals;
using namespace type::v1;

namespace {

/// The rows of a query as one text.
std::string rows(Reporting& reporting, const std::string& query) {
    const auto found = reporting.pool().transact([&](pg::Transaction& transaction) {
        return transaction.exec("SELECT COALESCE(string_agg(r::text, E'\\n' ORDER BY r::text), '')"
                                " FROM (" +
                                query + ") r");
    });
    REQUIRE(found);
    return (*found)[0].get<std::string>(0);
}

/// What 0002_statistics knows of calls of before.
std::string known(Reporting& reporting) {
    return rows(reporting, "SELECT execution_id, kind, name, detail, sum(count), sum(answered),"
                           "   min(first_at), max(last_at) FROM execution_counts"
                           " WHERE kind <= 6 OR kind = 11"
                           " GROUP BY 1, 2, 3, 4 HAVING sum(count) <> 0") +
           "\n" +
           rows(reporting, "SELECT id, answered, ended_outcome, next_attempt_at, latest_at"
                           " FROM jobs") +
           "\n" + rows(reporting, "SELECT id, answered FROM attempts");
}

/// Leaves the rows as a reporting with 0001_reports alone has them.
void take_back_statistics(Reporting& reporting) {
    const auto connection = reporting.pool().borrow();
    REQUIRE(connection);
    REQUIRE((*connection)
                ->script("DELETE FROM schema_migrations WHERE name = '0002_statistics';"
                         "DROP TABLE execution_counts, execution_nodes, retentions;"
                         "DROP INDEX jobs_of_organization, jobs_of_contact, jobs_called;"
                         "ALTER TABLE jobs DROP test, DROP answered, DROP ended_outcome,"
                         "   DROP next_attempt_at, DROP latest_at;"
                         "ALTER TABLE attempts DROP answered, DROP ringing_since"));
}

program::v1::ExecutionEvent end_of(std::uint64_t job, std::uint32_t number, Outcome outcome) {
    auto event = ended(uuid(job), uuid(100 * job + number), number, outcome);
    auto& it = *event.mutable_attempt_ended();
    it.set_answered(outcome == OUTCOME_COMPLETED || outcome == OUTCOME_VOICEMAIL ||
                    outcome == OUTCOME_USER_HANGUP);
    rpc::set(*it.mutable_started_at(), ten + number * 20min);
    rpc::set(*it.mutable_ended_at(), ten + number * 20min + 10s);
    return event;
}

program::v1::ExecutionEvent retried(program::v1::ExecutionEvent event) {
    event.mutable_attempt_ended()->set_outcome_reason("sip_486_busy_here");
    rpc::set(*event.mutable_attempt_ended()->mutable_retry_at(), ten + 30min);
    return event;
}

} // namespace

TEST_CASE("what was stored before statistics is counted as if it came now",
          "[reporting][integration]") {
    Reporting reporting;
    reporting.take(launched());
    for (int outcome = OUTCOME_COMPLETED; outcome <= OUTCOME_USER_HANGUP; ++outcome) {
        reporting.take(
            end_of(static_cast<std::uint64_t>(20 + outcome), 1, static_cast<Outcome>(outcome)));
    }
    reporting.take(end_of(30, 1, static_cast<Outcome>(99))); // newer than we are
    reporting.take(retried(end_of(31, 1, OUTCOME_BUSY)));    // and was reached then
    reporting.take(end_of(31, 2, OUTCOME_COMPLETED));
    reporting.take(retried(end_of(32, 1, OUTCOME_NO_ANSWER))); // waits
    reporting.take(retried(end_of(33, 1, OUTCOME_BUSY)));      // is called again
    reporting.take(Attempt{uuid(33), uuid(3302), 2}.dialed());
    reporting.take(retried(end_of(34, 1, OUTCOME_BUSY))); // is given up
    reporting.take(skipped(uuid(34), "skipped_cancelled"));
    reporting.take(skipped(uuid(35), "skipped_do_not_call"));
    reporting.take(Attempt{uuid(36), uuid(3601)}.dialed()); // the first call of it
    auto single = end_of(37, 1, OUTCOME_COMPLETED);
    single.clear_execution_id();
    reporting.take(single);

    const auto told = known(reporting);
    take_back_statistics(reporting);
    REQUIRE(pg::migrate(reporting.pool(), migrations()));
    CHECK(known(reporting) == told);
}
