#include "program_scheduler/leasing/claim.hpp"

#include "program_scheduler/leasing/lease_rows.hpp"
#include "program_scheduler/leasing/shared_room.hpp"
#include "program_scheduler/limits.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <random>
#include <set>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
using base::Uuid;

namespace {

/// A place that a candidate got, and who takes it.
struct Turn {
    const schedule::Place* place;
    std::string worker;
};

/// What each candidate got, in its own order.
using Given = std::vector<std::vector<Turn>>;

/// The workers take turns, as far as they have room: one that may hold many calls takes no more of
/// a slow campaign than the others. Which one begins is drawn, for most claims have few places.
class Turns {
public:
    explicit Turns(std::vector<Asking> asking) : asking_{std::move(asking)} {
        thread_local std::minstd_rand random{std::random_device{}()};
        turn_ = random() % std::max<std::size_t>(asking_.size(), 1);
    }

    /// Some worker must have room.
    const std::string& next() {
        while (asking_[turn_ % asking_.size()].room <= 0) ++turn_;
        Asking& it = asking_[turn_++ % asking_.size()];
        --it.room;
        return it.worker;
    }

private:
    std::vector<Asking> asking_;
    std::size_t turn_ = 0;
};

Given give_turns(std::size_t candidates,
                 const std::vector<schedule::Place>& places,
                 const std::vector<Asking>& asking) {
    Given given(candidates);
    Turns workers{asking};
    for (const schedule::Place& place : places) {
        given[place.demand].push_back({&place, workers.next()});
    }
    return given;
}

/// Someone who was taken out of the queue.
struct Taken {
    base::Instant due_at{};
    Lease lease;
};

/// An execution, and the number that its people keep.
using Which = std::pair<base::ExecutionId, std::optional<Uuid>>;

/// As many of each as got places, the most urgent first. The choice is an array: joined instead, it
/// might be looked for again for each row.
pg::Query ask_due(const std::vector<Candidate>& candidates, const Given& given) {
    std::vector<base::ExecutionId> executions;
    std::vector<std::optional<Uuid>> kept_dids;
    std::vector<std::int64_t> counts;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (given[i].empty()) continue;
        executions.push_back(candidates[i].execution);
        kept_dids.push_back(candidates[i].kept_did);
        counts.push_back(static_cast<std::int64_t>(given[i].size()));
    }
    return pg::query(
        "DELETE FROM job_queue WHERE ctid = ANY(ARRAY(SELECT q.at FROM unnest($1::uuid[], "
        "$2::uuid[], $3::bigint[]) AS w(execution_id, did_id, places) CROSS JOIN LATERAL (SELECT "
        "ctid AS at FROM job_queue WHERE execution_id = w.execution_id AND due_at <= now() AND "
        "did_id IS NOT DISTINCT FROM w.did_id ORDER BY due_at, job_id LIMIT w.places) q)) "
        "RETURNING execution_id, did_id, due_at, job_id, contact_id, attempt_id, epoch, "
        "attempt_number",
        executions, kept_dids, counts);
}

std::map<Which, std::vector<Taken>> taken_in(const pg::Rows& rows) {
    std::map<Which, std::vector<Taken>> taken;
    for (const auto row : rows) {
        const auto execution = row.get<base::ExecutionId>(0);
        taken[{execution, row.get<std::optional<Uuid>>(1)}].push_back(
            {row.get<base::Instant>(2),
             {.attempt = row.get<base::AttemptId>(5),
              .epoch = row.get<std::int32_t>(6) + 1,
              .attempt_number = row.get<std::int32_t>(7),
              .job = row.get<base::JobId>(3),
              .execution = execution,
              .organization = base::OrganizationId{Uuid{}},
              .program = base::ProgramId{Uuid{}},
              .contact = row.get<base::ContactId>(4),
              .did = base::DidId{Uuid{}},
              .trunk = base::TrunkId{Uuid{}}}});
    }
    for (auto& [which, those] : taken) {
        std::ranges::sort(those, {}, [](const Taken& it) {
            return std::pair{it.due_at, it.lease.job};
        });
    }
    return taken;
}

/// Each at a place, with what the execution says of them, and who else may carry them.
std::vector<Claimed> claimed_of(std::map<Which, std::vector<Taken>> taken,
                                const std::vector<Candidate>& candidates,
                                const Given& given,
                                const SharedRoom& shared) {
    std::vector<Claimed> claimed;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const Candidate& it = candidates[i];
        if (given[i].empty()) continue;
        auto turn = given[i].begin();
        for (Taken& each : taken[{it.execution, it.kept_did}]) {
            Lease lease = std::move(each.lease);
            lease.organization = it.organization;
            lease.program = it.program;
            lease.did = base::DidId{shared.did(turn->place->did)};
            lease.trunk = base::TrunkId{shared.trunk(turn->place->trunk)};
            lease.worker = turn->worker;
            lease.from = shared.number(turn->place->did);
            lease.not_before = turn->place->not_before;
            lease.by_rate = turn->place->by_rate;
            lease.max_call = it.max_call;
            auto others = shared.other_trunks(lease.did.value(), lease.trunk.value());
            claimed.push_back({.lease = std::move(lease),
                               .audience = it.audience,
                               .audience_version = it.audience_version,
                               .currency = it.currency,
                               .include_unreachable = it.include_unreachable,
                               .not_after = it.closes_at,
                               .other_trunks = std::move(others)});
            ++turn;
        }
    }
    return claimed;
}

/// What was claimed for those who may use the same trunks as the first one.
struct Round {
    std::vector<Claimed> claimed{};
    std::vector<std::string> served{}; ///< none: nobody is due
    bool wait_for_rates = false;
};

std::vector<Asking> among(const std::vector<Asking>& asking,
                          const std::vector<std::string>& workers) {
    const std::set<std::string> wanted{workers.begin(), workers.end()};
    std::vector<Asking> found;
    std::copy_if(asking.begin(), asking.end(), std::back_inserter(found),
                 [&](const Asking& it) { return wanted.contains(it.worker); });
    return found;
}

std::int64_t room_of(const std::vector<Asking>& asking) {
    std::int64_t room = 0;
    for (const Asking& it : asking) room += it.room;
    return std::min(room, claim_size);
}

std::set<base::ExecutionId> executions_in(const std::vector<Candidate>& candidates,
                                          const Given& given) {
    std::set<base::ExecutionId> found;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (!given[i].empty()) found.insert(candidates[i].execution);
    }
    return found;
}

/// The last of the claim: its leases, with the numbers that are free, and its commit.
Result<void>
write(pg::Transaction& transaction, std::vector<Claimed>& claimed, std::chrono::seconds time) {
    const auto answers = transaction.finish({insert_leases(leases_of(claimed), time)});
    if (!answers) return fail(answers.error());
    std::set<base::AttemptId> named;
    for (const auto row : answers->front()) named.insert(row.get<base::AttemptId>(0));
    for (Claimed& it : claimed) {
        if (!named.contains(it.lease.attempt)) it.lease.to.clear();
    }
    return {};
}

Result<Round> claim_in(pg::Transaction& transaction,
                       const Desk& desk,
                       const std::vector<Asking>& asking,
                       const Meet& meet) {
    const auto candidates = find_candidates(transaction, room_of(asking));
    if (!candidates) return fail(candidates.error());
    if (candidates->empty()) return Round{};
    std::vector<std::string> workers;
    for (const Asking& it : asking) workers.push_back(it.worker);
    auto shared = SharedRoom::lock(transaction, *candidates, workers);
    if (!shared) return fail(shared.error());
    Round round{.claimed = {}, .served = shared->workers};
    const auto served = among(asking, round.served);
    const auto places = schedule::allocate(shared->room, shared->demands, room_of(served),
                                           shared->now, lease_ahead);
    round.wait_for_rates =
        schedule::wait_for_rates(shared->room, shared->demands, places, shared->now + lease_ahead);
    if (places.empty()) return round;
    const auto given = give_turns(candidates->size(), places, served);
    const auto answers = transaction.exec_all(
        {ask_due(*candidates, given), Terms::ask(executions_in(*candidates, given))});
    if (!answers) return fail(answers.error());
    round.claimed = claimed_of(taken_in(answers->at(0)), *candidates, given, *shared);
    if (round.claimed.empty()) return round;
    if (meet) {
        const auto leases = leases_of(round.claimed);
        auto terms = Terms::read(transaction, answers->at(1), leases);
        if (!terms) return fail(terms.error());
        if (auto met = meet(transaction, round.claimed, *terms); !met) return fail(met.error());
    }
    if (auto done = shared->save(transaction); !done) return fail(done.error());
    if (auto done = write(transaction, round.claimed, desk.lease_time); !done) {
        return fail(done.error());
    }
    return round;
}

} // namespace

std::vector<Lease> leases_of(const std::vector<Claimed>& claimed) {
    std::vector<Lease> leases;
    leases.reserve(claimed.size());
    for (const Claimed& it : claimed) leases.push_back(it.lease);
    return leases;
}

Result<Claims> claim(const Desk& desk, std::vector<Asking> asking, const Meet& meet) {
    std::erase_if(asking, [](const Asking& it) { return it.room <= 0; });
    Claims all{.claimed = {}, .wait_for_rates = true};
    while (!asking.empty()) {
        auto round = desk.pool.transact([&](pg::Transaction& transaction) {
            return claim_in(transaction, desk, asking, meet);
        });
        // What others were given already is theirs.
        if (!round && all.claimed.empty()) return fail(round.error());
        if (!round || !round->wait_for_rates) all.wait_for_rates = false;
        if (!round || round->served.empty()) break;
        std::ranges::move(round->claimed, std::back_inserter(all.claimed));
        const std::set<std::string> served{round->served.begin(), round->served.end()};
        std::erase_if(asking, [&](const Asking& it) { return served.contains(it.worker); });
    }
    return all;
}

} // namespace hatif::program_scheduler
