#include "program_scheduler/leasing/briefing.hpp"

#include "base/clock.hpp"
#include "observability/log.hpp"
#include "program_scheduler/leasing/departures.hpp"
#include "program_scheduler/leasing/lease_rows.hpp"
#include "program_scheduler/leasing/lease_wire.hpp"
#include "program_scheduler/leasing/terms.hpp"
#include "program_scheduler/limits.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <tuple>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
using namespace std::chrono_literals;

namespace {

constexpr auto patience = 2s;

std::string reason_for(contact::v1::Refusal refusal) {
    switch (refusal) {
    case contact::v1::REFUSAL_DELETED:
        return "skipped_deleted";
    case contact::v1::REFUSAL_REMOVED_FROM_AUDIENCE:
        return "skipped_removed";
    case contact::v1::REFUSAL_PHONE_INVALID:
        return "skipped_invalid_phone";
    case contact::v1::REFUSAL_DO_NOT_CALL:
        return "skipped_do_not_call";
    case contact::v1::REFUSAL_UNREACHABLE:
        return "skipped_unreachable";
    default:
        return "skipped_refused";
    }
}

std::vector<base::ExecutionId> executions_in(const std::vector<Claimed>& claimed) {
    std::set<base::ExecutionId> found;
    for (const Claimed& it : claimed) found.insert(it.lease.execution);
    return {found.begin(), found.end()};
}

/// Holds the numbers; answers the attempts that got theirs. In the order of numbers, so that two
/// replicas that meet on several wait in one direction.
Result<std::set<base::AttemptId>> hold_numbers(pg::Transaction& transaction,
                                               std::vector<Lease> leases) {
    std::sort(leases.begin(), leases.end(), [](const Lease& a, const Lease& b) {
        return std::tie(a.to, a.organization) < std::tie(b.to, b.organization);
    });
    std::vector<base::OrganizationId> organizations;
    std::vector<std::string> numbers;
    std::vector<base::AttemptId> attempts;
    for (const Lease& lease : leases) {
        organizations.push_back(lease.organization);
        numbers.push_back(lease.to);
        attempts.push_back(lease.attempt);
    }
    const auto held =
        transaction.exec("INSERT INTO live_numbers (organization_id, number, attempt_id) "
                         "SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[]) "
                         "ON CONFLICT (organization_id, number) DO NOTHING RETURNING attempt_id",
                         organizations, numbers, attempts);
    if (!held) return fail(held.error());
    std::set<base::AttemptId> got;
    for (const auto row : *held) got.insert(row.get<base::AttemptId>(0));
    return got;
}

Result<void> write_numbers(pg::Transaction& transaction, const std::vector<Lease>& leases) {
    std::vector<base::AttemptId> attempts;
    std::vector<std::string> numbers;
    for (const Lease& lease : leases) {
        attempts.push_back(lease.attempt);
        numbers.push_back(lease.to);
    }
    const auto written = transaction.exec(
        "UPDATE leases l SET to_number = u.number FROM unnest($1::uuid[], $2::text[]) "
        "AS u(id, number) WHERE l.attempt_id = u.id",
        attempts, numbers);
    if (!written) return fail(written.error());
    return {};
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
Result<std::vector<Claimed>> still_held(pg::Transaction& transaction,
                                        const std::vector<Claimed>& claimed) {
    std::vector<base::AttemptId> attempts;
    attempts.reserve(claimed.size());
    for (const Claimed& it : claimed) attempts.push_back(it.lease.attempt);
    const auto leases = lock_leases(transaction, attempts);
    if (!leases) return fail(leases.error());
    std::map<base::AttemptId, const Lease*> held;
    for (const Lease& lease : *leases) held[lease.attempt] = &lease;
    std::vector<Claimed> ours;
    std::copy_if(claimed.begin(), claimed.end(), std::back_inserter(ours), [&](const Claimed& it) {
        const auto found = held.find(it.lease.attempt);
        return found != held.end() && found->second->epoch == it.lease.epoch &&
               !found->second->started_at;
    });
    return ours;
}

std::vector<Lease> leases_of(const std::vector<Claimed>& claimed) {
    std::vector<Lease> leases;
    leases.reserve(claimed.size());
    for (const Claimed& it : claimed) leases.push_back(it.lease);
    return leases;
}

/// Who may be called, and on whose claim.
struct Callable {
    const Claimed* claim = nullptr;
    const contact::v1::Callee* callee = nullptr;
};

} // namespace

Result<std::vector<program::v1::Lease>> Briefing::settle(pg::Transaction& transaction,
                                                         const std::vector<Claimed>& claimed,
                                                         const Callees& callees) {
    const auto now = base::SystemClock{}.now();
    const auto executions = executions_in(claimed);
    if (auto locked = lock_stories(transaction, executions); !locked) return fail(locked.error());
    const auto ours = still_held(transaction, claimed);
    if (!ours) return fail(ours.error());
    const auto terms = Terms::read(transaction, leases_of(*ours));
    if (!terms) return fail(terms.error());

    Departures departures;
    const auto later = [&](const Lease& lease, base::Duration wait, const char* why) {
        departures.add_returned(lease, terms->of(lease).gate, now + wait, why);
    };
    std::map<base::AttemptId, Callable> who;
    std::vector<Lease> callable;
    for (const Claimed& it : *ours) {
        const auto group = callees.find(group_of(it));
        if (group == callees.end()) {
            later(it.lease, come_back_later, "contact_away");
            continue;
        }
        const auto found = group->second.find(it.lease.contact);
        if (const auto gate = terms->of(it.lease).gate; schedule::is_over(gate)) {
            departures.add_returned(it.lease, gate, now, "over");
        } else if (found == group->second.end()) {
            departures.add_skipped(it.lease, "skipped_deleted");
        } else if (found->second.refusal() != contact::v1::REFUSAL_UNSPECIFIED) {
            departures.add_skipped(it.lease, reason_for(found->second.refusal()));
        } else {
            callable.push_back(it.lease);
            callable.back().to = found->second.phone();
            who[it.lease.attempt] = {&it, &found->second};
        }
    }
    const auto held = hold_numbers(transaction, callable);
    if (!held) return fail(held.error());
    std::vector<program::v1::Lease> leases;
    std::vector<Lease> given;
    for (const Lease& lease : callable) {
        if (!held->contains(lease.attempt)) {
            later(lease, come_back_after(lease.epoch), "number_busy");
            continue;
        }
        given.push_back(lease);
        const auto& [claim, callee] = who.at(lease.attempt);
        leases.push_back(to_wire(*claim, *terms, *callee));
    }
    if (auto done = add_dictionaries(transaction, leases); !done) return fail(done.error());
    if (auto done = write_numbers(transaction, given); !done) return fail(done.error());
    if (auto done = departures.write(transaction, now); !done) return fail(done.error());
    return leases;
}

Result<std::vector<program::v1::Lease>> Briefing::brief(const std::vector<Claimed>& claimed) {
    // If this fails, the leases run out unstarted and go back by themselves.
    const auto callees = ask(claimed);
    return pool_.transact(
        [&](pg::Transaction& transaction) { return settle(transaction, claimed, callees); });
}

} // namespace hatif::program_scheduler
