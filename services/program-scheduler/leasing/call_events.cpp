#include "program_scheduler/leasing/call_events.hpp"

#include "program_scheduler/executions/node_counts.hpp"
#include "program_scheduler/leasing/endings.hpp"
#include "program_scheduler/leasing/lease_rows.hpp"
#include "program_scheduler/leasing/terms.hpp"
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
    return transaction.defer(
        "UPDATE leases SET answered = true WHERE attempt_id = ANY($1) AND NOT answered", answered);
}

} // namespace

Result<void>
take_call_events(const base::Clock& clock, kafka::Batch& batch, pg::Transaction& transaction) {
    NodeCounts nodes;
    const auto news = read(batch, clock.now(), nodes);
    if (news.empty() && nodes.empty()) return {};
    std::vector<base::AttemptId> answered, finished; // only an end writes a story
    for (const auto& [attempt, told] : news)
        (told.finished ? finished : answered).push_back(attempt);
    auto executions = executions_of(transaction, finished);
    if (!executions) return fail(executions.error());
    const auto ruled = nodes.keep_ruled(transaction);
    if (!ruled) return fail(ruled.error());
    executions->insert(executions->end(), ruled->begin(), ruled->end());
    if (auto locked = lock_stories(transaction, *executions); !locked) return locked;
    if (auto counted = nodes.write(transaction, clock.now()); !counted) return counted;
    if (auto noted = note_answers(transaction, answered); !noted) return noted;
    const auto answers = transaction.exec_all(
        {locking_leases(finished), Terms::ask({executions->begin(), executions->end()})});
    if (!answers) return fail(answers.error());
    const auto leases = leases_in(answers->at(0));
    // One that is held again since it was looked whose it is: its story is not ours to write.
    const bool strange = std::any_of(leases.begin(), leases.end(), [&](const Lease& it) {
        return std::find(executions->begin(), executions->end(), it.execution) == executions->end();
    });
    if (strange) return fail(base::Errc::conflict, "an attempt is held again just now", "RETRY");
    auto terms = Terms::read(transaction, answers->at(1), leases);
    if (!terms) return fail(terms.error());

    std::vector<Ending> endings;
    for (const Lease& lease : leases) {
        const Told& told = news.at(lease.attempt);
        auto state = state_of(lease);
        if (told.answered) state = schedule::step(state, schedule::Answered{});
        state = schedule::step(state, *told.finished);
        const auto* ended = std::get_if<schedule::Ended>(&state);
        if (ended == nullptr) continue;
        // Nor before the call began: a retry would come too soon.
        const auto at = std::max(told.at, lease.started_at.value_or(told.at));
        endings.push_back({lease, *ended, at, told.q850});
    }
    return end_attempts(transaction, endings, *terms, clock.now());
}

} // namespace hatif::program_scheduler
