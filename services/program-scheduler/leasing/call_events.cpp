#include "program_scheduler/leasing/call_events.hpp"

#include "program_scheduler/executions/node_counts.hpp"
#include "program_scheduler/leasing/endings.hpp"
#include "program_scheduler/leasing/lease_rows.hpp"
#include "rpc/time.hpp"

#include <hatif/dialer/v1/call_events.pb.h>

#include <algorithm>
#include <map>
#include <optional>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

/// What a batch says of one attempt.
struct Told {
    bool answered = false;
    std::optional<schedule::Finished> finished{};
    std::uint32_t q850 = 0;
    base::Instant at{};
};

using News = std::map<base::AttemptId, Told>;

News read(kafka::Batch& batch, base::Instant now, NodeCounts& nodes) {
    News news;
    for (std::size_t i = 0; i < batch.records().size(); ++i) {
        dialer::v1::CallEvent event;
        const auto payload = batch.records()[i].payload;
        const bool parsed = event.ParseFromArray(payload.data(), static_cast<int>(payload.size()));
        const auto id = base::Uuid::parse(event.attempt_id());
        if (!parsed || !id) {
            batch.reject(i, parsed ? "attempt_id is no UUID" : "no hatif.dialer.v1.CallEvent");
            continue;
        }
        const auto execution = base::Uuid::parse(event.execution_id()); // none: a single call
        if (event.has_node_entered() && execution) {
            nodes.add(base::ExecutionId{*execution}, event.node_entered().node_id());
        }
        if (event.has_answered()) news[base::AttemptId{*id}].answered = true;
        if (event.has_finished()) {
            Told& told = news[base::AttemptId{*id}];
            told.finished = schedule::Finished{schedule::outcome_from(event.finished().outcome()),
                                               event.finished().outcome_reason()};
            told.q850 = event.finished().q850();
            // A retry counts from here: no worker's clock puts the end into the future.
            told.at = std::min(rpc::from_wire(event.occurred_at()), now);
        }
    }
    return news;
}

Result<void> note_answers(pg::Transaction& transaction,
                          const std::vector<base::AttemptId>& answered) {
    if (answered.empty()) return {};
    const auto noted =
        transaction.exec("UPDATE leases SET answered = true WHERE attempt_id = ANY($1)", answered);
    if (!noted) return fail(noted.error());
    return {};
}

} // namespace

Result<void>
take_call_events(const base::Clock& clock, kafka::Batch& batch, pg::Transaction& transaction) {
    NodeCounts nodes;
    const auto news = read(batch, clock.now(), nodes);
    if (news.empty() && nodes.empty()) return {};
    std::vector<base::AttemptId> attempts, finished; // only an end writes a story
    for (const auto& [attempt, told] : news) {
        attempts.push_back(attempt);
        if (told.finished) finished.push_back(attempt);
    }
    auto executions = executions_of(transaction, finished);
    if (!executions) return fail(executions.error());
    const auto ruled = nodes.keep_ruled(transaction);
    if (!ruled) return fail(ruled.error());
    executions->insert(executions->end(), ruled->begin(), ruled->end());
    if (auto locked = lock_stories(transaction, *executions); !locked) return locked;
    if (auto counted = nodes.write(transaction, clock.now()); !counted) return counted;
    const auto leases = lock_leases(transaction, attempts);
    if (!leases) return fail(leases.error());

    std::vector<base::AttemptId> answered;
    std::vector<Ending> endings;
    for (const Lease& lease : *leases) {
        const Told& told = news.at(lease.attempt);
        auto state = state_of(lease);
        if (told.answered) state = schedule::step(state, schedule::Answered{});
        if (told.finished) state = schedule::step(state, *told.finished);
        if (const auto* ended = std::get_if<schedule::Ended>(&state)) {
            // Nor before the call began: a retry would come too soon.
            const auto at = std::max(told.at, lease.started_at.value_or(told.at));
            endings.push_back({lease, *ended, at, told.q850});
        } else if (told.answered) {
            answered.push_back(lease.attempt);
        }
    }
    if (auto done = note_answers(transaction, answered); !done) return done;
    return end_attempts(transaction, endings, clock.now());
}

} // namespace hatif::program_scheduler
