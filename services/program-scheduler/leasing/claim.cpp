#include "program_scheduler/leasing/claim.hpp"

#include "program_scheduler/executions/call_settings.hpp"
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

namespace {

/// The candidates that got places, and the places of each in its own order.
struct Shares {
    std::vector<std::int32_t> numbers{}; ///< the candidates'
    std::vector<base::Uuid> executions{}, organizations{}, programs{};
    std::vector<std::optional<base::Uuid>> kept_dids{};
    std::vector<std::int64_t> counts{};
    std::vector<std::int32_t> max_calls{};
    /// Of each place.
    std::vector<std::int32_t> candidates{}, ranks{};
    std::vector<base::Uuid> dids{}, trunks{};
    std::vector<std::string> from{}, workers{};
    std::vector<base::Instant> not_before{};
};

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

Shares shares_of(const std::vector<Candidate>& candidates,
                 const SharedRoom& shared,
                 const std::vector<schedule::Place>& places,
                 const std::vector<Asking>& asking) {
    Shares it;
    Turns workers{asking};
    std::vector<std::int32_t> given(candidates.size(), 0);
    for (const schedule::Place& place : places) {
        it.candidates.push_back(static_cast<std::int32_t>(place.demand));
        it.ranks.push_back(++given[place.demand]);
        it.dids.push_back(shared.did(place.did));
        it.trunks.push_back(shared.trunk(place.trunk));
        it.from.push_back(shared.number(place.did));
        it.workers.push_back(workers.next());
        it.not_before.push_back(place.not_before);
    }
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (given[i] == 0) continue;
        it.numbers.push_back(static_cast<std::int32_t>(i));
        it.executions.push_back(candidates[i].execution.value());
        it.organizations.push_back(candidates[i].organization.value());
        it.programs.push_back(candidates[i].program.value());
        it.kept_dids.push_back(candidates[i].kept_did);
        it.counts.push_back(given[i]);
        it.max_calls.push_back(in_seconds(candidates[i].max_call));
    }
    return it;
}

/// Takes the most urgent out of the queue and leases each at a place, in one statement. The choice
/// is materialized: as a plain subquery a nested loop may run it again for each row.
Result<std::vector<Lease>>
take(pg::Transaction& transaction, const Shares& it, std::chrono::seconds lease_time) {
    const auto rows = transaction.exec(
        "WITH w AS MATERIALIZED (SELECT * FROM unnest($1::int[], $2::uuid[], $3::uuid[], "
        "$4::uuid[], $5::uuid[], $6::bigint[], $7::int[]) AS w(n, execution_id, organization_id, "
        "program_id, did_id, places, max_call)), "
        "due AS MATERIALIZED (SELECT w.n, q.at, row_number() OVER (PARTITION BY w.n ORDER BY "
        "q.due_at, q.job_id) AS rank FROM w CROSS JOIN LATERAL (SELECT ctid AS at, due_at, job_id "
        "FROM job_queue WHERE execution_id = w.execution_id AND due_at <= now() "
        "AND did_id IS NOT DISTINCT FROM w.did_id ORDER BY due_at, job_id LIMIT w.places) q), "
        "gone AS (DELETE FROM job_queue q USING due WHERE q.ctid = due.at RETURNING due.n, "
        "due.rank, q.job_id, q.contact_id, q.attempt_id, q.epoch, q.attempt_number) "
        "INSERT INTO leases (attempt_id, epoch, attempt_number, job_id, execution_id, "
        "organization_id, program_id, contact_id, did_id, trunk_id, worker, from_number, "
        "not_before, max_call, expires_at) SELECT gone.attempt_id, gone.epoch + 1, "
        "gone.attempt_number, gone.job_id, w.execution_id, w.organization_id, w.program_id, "
        "gone.contact_id, p.did_id, p.trunk_id, p.worker, p.from_number, p.not_before, w.max_call, "
        "now() + make_interval(secs => $15) FROM gone JOIN w ON w.n = gone.n "
        "JOIN unnest($8::int[], $9::int[], $10::uuid[], $11::uuid[], $12::text[], "
        "$13::timestamptz[], $14::text[]) AS p(n, rank, did_id, trunk_id, from_number, not_before, "
        "worker) "
        "ON p.n = gone.n AND p.rank = gone.rank RETURNING attempt_id, epoch, attempt_number, "
        "job_id, execution_id, contact_id, did_id, trunk_id, from_number, not_before, worker",
        it.numbers, it.executions, it.organizations, it.programs, it.kept_dids, it.counts,
        it.max_calls, it.candidates, it.ranks, it.dids, it.trunks, it.from, it.not_before,
        it.workers, static_cast<double>(lease_time.count()));
    if (!rows) return fail(rows.error());
    std::vector<Lease> leases;
    for (const auto row : *rows) {
        leases.push_back({.attempt = row.get<base::AttemptId>(0),
                          .epoch = row.get<std::int32_t>(1),
                          .attempt_number = row.get<std::int32_t>(2),
                          .job = row.get<base::JobId>(3),
                          .execution = row.get<base::ExecutionId>(4),
                          .organization = base::OrganizationId{base::Uuid{}},
                          .program = base::ProgramId{base::Uuid{}},
                          .contact = row.get<base::ContactId>(5),
                          .did = row.get<base::DidId>(6),
                          .trunk = row.get<base::TrunkId>(7),
                          .worker = row.get<std::string>(10),
                          .from = row.get<std::string>(8),
                          .not_before = row.get<base::Instant>(9)});
    }
    return leases;
}

/// With what the execution says of them, and who else may carry them.
std::vector<Claimed> claimed_of(std::vector<Lease> leases,
                                const std::vector<Candidate>& candidates,
                                const SharedRoom& shared) {
    std::map<base::ExecutionId, const Candidate*> of;
    for (const Candidate& it : candidates) of[it.execution] = &it;
    std::vector<Claimed> claimed;
    claimed.reserve(leases.size());
    for (Lease& lease : leases) {
        const Candidate& it = *of.at(lease.execution);
        lease.organization = it.organization;
        lease.program = it.program;
        lease.max_call = it.max_call;
        auto others = shared.other_trunks(lease.did.value(), lease.trunk.value());
        claimed.push_back({.lease = std::move(lease),
                           .audience = it.audience,
                           .audience_version = it.audience_version,
                           .currency = it.currency,
                           .include_unreachable = it.include_unreachable,
                           .not_after = it.closes_at,
                           .other_trunks = std::move(others)});
    }
    return claimed;
}

/// What was claimed for those who may use the same trunks as the first one.
struct Round {
    std::vector<Claimed> claimed{};
    std::vector<std::string> served{}; ///< none: nobody is due
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

Result<Round>
claim_in(pg::Transaction& transaction, const Desk& desk, const std::vector<Asking>& asking) {
    const auto candidates = find_candidates(transaction, room_of(asking));
    if (!candidates) return fail(candidates.error());
    if (candidates->empty()) return Round{};
    std::vector<std::string> workers;
    for (const Asking& it : asking) workers.push_back(it.worker);
    auto alike = first_alike(transaction, workers);
    if (!alike) return fail(alike.error());
    auto shared = SharedRoom::lock(transaction, *candidates, alike->trunks);
    if (!shared) return fail(shared.error());
    Round round{.claimed = {}, .served = std::move(alike->workers)};
    const auto served = among(asking, round.served);
    const auto places = schedule::allocate(shared->room, shared->demands, room_of(served),
                                           shared->now, lease_ahead);
    if (places.empty()) return round;
    auto leases =
        take(transaction, shares_of(*candidates, *shared, places, served), desk.lease_time);
    if (!leases) return fail(leases.error());
    if (leases->empty()) return round;
    if (auto done = shared->save(transaction); !done) return fail(done.error());
    round.claimed = claimed_of(*std::move(leases), *candidates, *shared);
    return round;
}

} // namespace

Result<std::vector<Claimed>> claim(const Desk& desk, std::vector<Asking> asking) {
    std::erase_if(asking, [](const Asking& it) { return it.room <= 0; });
    std::vector<Claimed> all;
    while (!asking.empty()) {
        auto round = desk.pool.transact(
            [&](pg::Transaction& transaction) { return claim_in(transaction, desk, asking); });
        // What others were given already is theirs.
        if (!round && all.empty()) return fail(round.error());
        if (!round || round->served.empty()) break;
        std::move(round->claimed.begin(), round->claimed.end(), std::back_inserter(all));
        const std::set<std::string> served{round->served.begin(), round->served.end()};
        std::erase_if(asking, [&](const Asking& it) { return served.contains(it.worker); });
    }
    return all;
}

Result<std::vector<Claimed>> claim(const Desk& desk, const std::string& worker, std::int64_t most) {
    return claim(desk, {{worker, most}});
}

} // namespace hatif::program_scheduler
