#include "program_scheduler/leasing/briefing.hpp"

#include "observability/log.hpp"
#include "program_scheduler/leasing/lease_rows.hpp"
#include "program_scheduler/leasing/lease_wire.hpp"
#include "program_scheduler/leasing/live_numbers.hpp"
#include "program_scheduler/limits.hpp"

#include <algorithm>
#include <iterator>
#include <random>
#include <set>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
using namespace std::chrono_literals;

namespace {

constexpr auto patience = 2s;

std::vector<base::ExecutionId> executions_in(const std::vector<Claimed>& claimed) {
    std::set<base::ExecutionId> found;
    for (const Claimed& it : claimed) found.insert(it.lease.execution);
    return {found.begin(), found.end()};
}

std::ptrdiff_t any_below(std::size_t count) {
    thread_local std::minstd_rand random{std::random_device{}()};
    return static_cast<std::ptrdiff_t>(random() % std::max<std::size_t>(count, 1));
}

} // namespace

Briefing::Group Briefing::group_of(const Claimed& it) {
    return {it.lease.organization, it.audience, it.include_unreachable};
}

Briefing::Callees Briefing::ask(const std::vector<Claimed>& claimed) {
    std::map<Group, contact::v1::SnapshotRequest> asked;
    for (const Claimed& it : claimed) {
        auto& request = asked[group_of(it)];
        request.set_organization_id(it.lease.organization.value().to_string());
        if (!it.lease.is_single()) request.set_audience_id(it.audience.value().to_string());
        request.set_include_unreachable(it.include_unreachable);
        request.add_contact_ids(it.lease.contact.value().to_string());
    }
    Callees callees;
    const auto deadline = std::chrono::system_clock::now() + patience; // of all together
    // From a group on that differs each time: when the contact service is slow, whoever comes last
    // goes unasked.
    auto next = std::next(asked.begin(), any_below(asked.size()));
    for (std::size_t i = 0; i < asked.size(); ++i, ++next) {
        if (next == asked.end()) next = asked.begin();
        const auto& [group, request] = *next;
        grpc::ClientContext context;
        identity_.prepare(context);
        context.set_deadline(deadline);
        contact::v1::SnapshotResponse response;
        const auto status = contacts_.Snapshot(&context, request, &response);
        if (!status.ok()) {
            observability::log_warning("no snapshot", {{"why", status.error_message()}});
            continue;
        }
        auto& answered = callees[group];
        for (auto& callee : *response.mutable_callees()) {
            const auto id = base::Uuid::parse(callee.contact_id());
            if (id) answered[base::ContactId{*id}] = std::move(callee);
        }
    }
    return callees;
}

namespace {

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
        const auto group = callees.find(group_of(it));
        if (group == callees.end()) {
            const auto later = now + come_back_later;
            sorted.judgements[it.lease.attempt] = {Judgement::Way::go_back, "contact_away", later};
            sorted.departing.push_back(std::move(it.lease));
            continue;
        }
        const auto found = group->second.find(it.lease.contact);
        const auto* callee = found == group->second.end() ? nullptr : &found->second;
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

Result<std::vector<program::v1::Lease>> Briefing::brief(const std::vector<Claimed>& claimed) {
    // If this fails, the leases run out unstarted and go back by themselves.
    const auto callees = ask(claimed);
    return desk_.pool.transact(
        [&](pg::Transaction& transaction) { return settle(transaction, claimed, callees); });
}

} // namespace hatif::program_scheduler
