#include "program_scheduler/leasing/briefing.hpp"

#include "observability/log.hpp"
#include "program_scheduler/leasing/lease_rows.hpp"
#include "program_scheduler/leasing/lease_wire.hpp"
#include "program_scheduler/leasing/live_numbers.hpp"
#include "program_scheduler/limits.hpp"

#include <algorithm>
#include <iterator>
#include <set>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
using namespace std::chrono_literals;

namespace {

constexpr auto patience = 2s;
constexpr auto patience_of_a_claim = 200ms;
constexpr auto slow = 100ms;
constexpr auto while_slow = 3s;

std::vector<base::ExecutionId> executions_in(const std::vector<Claimed>& claimed) {
    std::set<base::ExecutionId> found;
    for (const Claimed& it : claimed) found.insert(it.lease.execution);
    return {found.begin(), found.end()};
}

/// Those that are held still, under the epoch of their claim, and not started: while we asked, a
/// lease may have run out and be another worker's by now.
Result<std::set<base::AttemptId>> still_held(pg::Transaction& transaction,
                                             const std::vector<Lease>& leases) {
    std::set<base::AttemptId> ours;
    if (leases.empty()) return ours;
    std::map<base::AttemptId, int> epochs;
    std::vector<base::AttemptId> attempts;
    for (const Lease& it : leases) {
        epochs[it.attempt] = it.epoch;
        attempts.push_back(it.attempt);
    }
    const auto held = lock_leases(transaction, attempts);
    if (!held) return fail(held.error());
    for (const Lease& it : *held) {
        if (epochs.at(it.attempt) == it.epoch && !it.started_at) ours.insert(it.attempt);
    }
    return ours;
}

template <class Those>
std::vector<Lease> among(const std::vector<Lease>& leases, const Those& those) {
    std::vector<Lease> found;
    std::copy_if(leases.begin(), leases.end(), std::back_inserter(found),
                 [&](const Lease& it) { return those.contains(it.attempt); });
    return found;
}

} // namespace

Briefing::Sorted Briefing::sort(std::vector<Claimed> claimed,
                                const Callees& callees,
                                Terms& terms,
                                base::Instant now) {
    Sorted sorted;
    for (Claimed& it : claimed) {
        const auto* answer = answer_of(callees, it);
        if (answer == nullptr) {
            const auto later = now + come_back_later;
            sorted.judgements[it.lease.attempt] = {Judgement::Way::go_back, "contact_away", later};
            sorted.departing.push_back(std::move(it.lease));
            continue;
        }
        const auto* callee = *answer ? &**answer : nullptr;
        auto judgement = judge(it, callee, terms, now);
        if (judgement.way != Judgement::Way::call) {
            sorted.judgements[it.lease.attempt] = std::move(judgement);
            sorted.departing.push_back(std::move(it.lease));
            continue;
        }
        it.not_after = it.lease.not_after = judgement.not_after;
        it.lease.to = callee->phone();
        sorted.callees[it.lease.attempt] = callee;
        sorted.callable.push_back(std::move(it));
    }
    return sorted;
}

/// Whoever may be skipped writes a story, and takes its turn first.
bool Briefing::may_skip(const Sorted& sorted, const Terms& terms) {
    const auto skips = [&](const Lease& it) {
        return sorted.judgements.at(it.attempt).way == Judgement::Way::skip ||
               schedule::is_over(terms.of(it).gate);
    };
    const auto capped = [&](const Claimed& it) {
        return terms.promises().cap(it.lease.execution).has_value();
    };
    return std::any_of(sorted.departing.begin(), sorted.departing.end(), skips) ||
           std::any_of(sorted.callable.begin(), sorted.callable.end(), capped);
}

Result<Departures>
Briefing::see_off(pg::Transaction& transaction, const Sorted& sorted, const Terms& terms) {
    Departures departures;
    const auto ours = still_held(transaction, sorted.departing);
    if (!ours) return fail(ours.error());
    for (const Lease& lease : among(sorted.departing, *ours)) {
        const Judgement& it = sorted.judgements.at(lease.attempt);
        if (it.way == Judgement::Way::skip) {
            departures.add_skipped(lease, it.why);
        } else {
            departures.add_returned(lease, terms.of(lease).gate, it.due_at, it.why);
        }
    }
    return departures;
}

/// Those of the callable who got their numbers and are within their caps; the others depart.
Result<std::set<base::AttemptId>> Briefing::admit(pg::Transaction& transaction,
                                                  const Sorted& sorted,
                                                  const Terms& terms,
                                                  base::Instant now,
                                                  Departures& departures) {
    const auto callable = leases_of(sorted.callable);
    auto held = hold_numbers(transaction, callable);
    if (!held) return fail(held.error());
    const auto tired = over_cap(transaction, among(callable, held->given), terms.promises());
    if (!tired) return fail(tired.error());
    for (const Lease& lease : among(callable, *tired)) {
        departures.add_skipped(lease, "skipped_frequency_cap");
        held->given.erase(lease.attempt);
    }
    const auto ours = still_held(transaction, among(callable, held->busy));
    if (!ours) return fail(ours.error());
    for (const Lease& lease : among(callable, *ours)) {
        departures.add_returned(lease, terms.of(lease).gate, now + come_back_after(lease.epoch),
                                "number_busy");
    }
    return std::move(held->given);
}

/// Whoever went back to an execution that has ended since its terms were read would wait there for
/// ever: all is looked at anew. Held to the end, as Start holds it. This once the executions come
/// behind the leases: who ends one waits for no lease that was not started.
Result<void> Briefing::check_alive(pg::Transaction& transaction,
                                   const std::vector<Claimed>& claimed,
                                   const Terms& terms) {
    const auto gates = lock_gates(transaction, executions_in(claimed));
    if (!gates) return fail(gates.error());
    for (const Claimed& it : claimed) {
        const bool ended = schedule::is_over(gates->at(it.lease.execution));
        if (!ended || schedule::is_over(terms.of(it.lease).gate)) continue;
        return fail(base::Errc::conflict, "an execution ended just now", "RETRY");
    }
    return {};
}

Result<std::vector<program::v1::Lease>> Briefing::settle(pg::Transaction& transaction,
                                                         const std::vector<Claimed>& claimed,
                                                         const Callees& callees) {
    const auto now = desk_.now();
    auto terms = Terms::read(transaction, leases_of(claimed));
    if (!terms) return fail(terms.error());
    const auto sorted = sort(claimed, callees, *terms, now);
    if (may_skip(sorted, *terms)) {
        auto locked = lock_stories(transaction, executions_in(claimed));
        if (!locked) return fail(locked.error());
    }
    auto departures = see_off(transaction, sorted, *terms);
    if (!departures) return fail(departures.error());
    const auto given = admit(transaction, sorted, *terms, now, *departures);
    if (!given) return fail(given.error());
    if (departures->any_returned()) {
        if (auto alive = check_alive(transaction, claimed, *terms); !alive) {
            return fail(alive.error());
        }
    }
    std::vector<program::v1::Lease> leases;
    for (const Claimed& it : sorted.callable) {
        if (!given->contains(it.lease.attempt)) continue;
        leases.push_back(to_wire(it, *terms, *sorted.callees.at(it.lease.attempt)));
    }
    if (auto done = add_needs(transaction, leases); !done) return fail(done.error());
    if (auto done = departures->write(transaction, now); !done) return fail(done.error());
    return leases;
}

Result<void> Briefing::meet(pg::Transaction& transaction,
                            std::vector<Claimed>& claimed,
                            Terms& terms,
                            Heard& heard) {
    heard.at = desk_.now();
    const auto began = Steady::now();
    if (began < meets_from_) return {};
    const bool all = snapshots_.ask(claimed, patience_of_a_claim, heard.callees);
    if (!all || Steady::now() > began + slow) meets_from_ = Steady::now() + while_slow;
    auto sorted = sort(claimed, heard.callees, terms, desk_.now());
    auto& callable = sorted.callable;
    std::erase_if(callable, [&](const Claimed& it) {
        return terms.promises().cap(it.lease.execution).has_value();
    });
    std::vector<program::v1::Lease> leases;
    for (const Claimed& it : callable) {
        leases.push_back(to_wire(it, terms, *sorted.callees.at(it.lease.attempt)));
    }
    if (auto done = add_needs(transaction, leases); !done) return done;
    std::map<base::AttemptId, const Lease*> named;
    for (std::size_t i = 0; i < callable.size(); ++i) {
        named.emplace(callable[i].lease.attempt, &callable[i].lease);
        heard.leases.insert_or_assign(callable[i].lease.attempt, std::move(leases[i]));
    }
    for (Claimed& it : claimed) {
        const auto found = named.find(it.lease.attempt);
        if (found == named.end()) continue;
        it.lease.to = found->second->to;
        it.lease.not_after = found->second->not_after;
    }
    return {};
}

Result<std::vector<program::v1::Lease>> Briefing::brief(const std::vector<Claimed>& claimed,
                                                        Heard heard) {
    std::vector<program::v1::Lease> leases;
    const auto in_time = [&] { return desk_.now() < heard.at + desk_.lease_time / 2; };
    std::vector<Claimed> others;
    for (const Claimed& it : claimed) {
        const auto found = heard.leases.find(it.lease.attempt);
        if (found != heard.leases.end() && !it.lease.to.empty()) {
            if (in_time()) leases.push_back(std::move(found->second));
            continue;
        }
        others.push_back(it);
    }
    if (others.empty()) return leases;
    std::vector<Claimed> unheard;
    std::ranges::copy_if(others, std::back_inserter(unheard), [&](const Claimed& it) {
        return answer_of(heard.callees, it) == nullptr;
    });
    snapshots_.ask(unheard, patience, heard.callees);
    // If this fails, those leases run out unstarted and go back by themselves.
    auto settled = desk_.pool.transact(
        [&](pg::Transaction& transaction) { return settle(transaction, others, heard.callees); });
    if (!settled) {
        if (leases.empty()) return settled;
        observability::log_warning("some claims were not briefed", {{"why", settled.error().what}});
        return leases;
    }
    std::move(settled->begin(), settled->end(), std::back_inserter(leases));
    return leases;
}

Result<GivenOut> give_out(const Desk& desk, Briefing& briefing, std::vector<Asking> asking) {
    Heard heard;
    auto claims = claim(desk, std::move(asking), [&](auto& transaction, auto& those, auto& terms) {
        return briefing.meet(transaction, those, terms, heard);
    });
    if (!claims) return fail(claims.error());
    auto leases = briefing.brief(claims->claimed, std::move(heard));
    if (!leases) return fail(leases.error());
    return GivenOut{std::move(claims->claimed), *std::move(leases), claims->wait_for_rates};
}

} // namespace hatif::program_scheduler
