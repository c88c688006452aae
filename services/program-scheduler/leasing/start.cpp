#include "program_scheduler/leasing/changes.hpp"

#include "base/overloaded.hpp"
#include "program_scheduler/executions/why_closed.hpp"
#include "program_scheduler/leasing/departures.hpp"
#include "program_scheduler/leasing/live_numbers.hpp"
#include "program_scheduler/leasing/named_leases.hpp"
#include "program_scheduler/leasing/plain_start.hpp"
#include "program_scheduler/leasing/rerouting.hpp"
#include "program_scheduler/limits.hpp"

#include <algorithm>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
using program::v1::StartResponse;

namespace {

StartResponse::Answer answer_for(const schedule::AttemptState& next) {
    const auto table = base::overloaded{
        [](schedule::Started) { return StartResponse::ANSWER_YES; },
        [](schedule::Ready) { return StartResponse::ANSWER_WENT_BACK; },
        [](const schedule::Skipped&) { return StartResponse::ANSWER_SKIPPED; },
        [](const auto&) { return StartResponse::ANSWER_LOST; },
    };
    return std::visit(table, next);
}

Result<void> write_started(pg::Transaction& transaction,
                           const std::vector<base::AttemptId>& granted,
                           std::chrono::seconds lease_time) {
    if (granted.empty()) return {};
    const auto written = transaction.exec(
        "UPDATE leases SET started_at = clock_timestamp(), "
        "expires_at = clock_timestamp() + make_interval(secs => $2) WHERE attempt_id = ANY($1)",
        granted, static_cast<double>(lease_time.count()));
    if (!written) return fail(written.error());
    return note_dials(transaction, granted);
}

/// Nobody's call leaves after their hours, whatever their execution says.
schedule::Gate gate_for(const Lease& lease, schedule::Gate gate, base::Instant now) {
    const bool late = lease.not_after && *lease.not_after < now + start_validity;
    return gate == schedule::Gate::open && late ? schedule::Gate::paused : gate;
}

/// Those that were refused by their trunk and go on by another one.
Result<Answers> reroute_named(pg::Transaction& transaction,
                              const std::string& worker,
                              const std::vector<Ref>& refs,
                              const Locked& locked) {
    std::vector<Reroute> wishes;
    for (const Ref& ref : refs) {
        const auto held = locked.leases.find(ref.attempt);
        const bool is_held = held != locked.leases.end() && held->second.epoch == ref.epoch;
        if (ref.trunk && is_held) wishes.push_back({held->second, *ref.trunk});
    }
    return reroute(transaction, worker, wishes, locked.gates);
}

/// The executions that keep their attempts waiting.
std::vector<base::ExecutionId> paused_in(const Gates& gates) {
    std::vector<base::ExecutionId> paused;
    for (const auto& [execution, gate] : gates) {
        if (gate == schedule::Gate::paused) paused.push_back(execution);
    }
    return paused;
}

Result<StartResponse> start_in(pg::Transaction& transaction,
                               const Desk& desk,
                               const std::string& worker,
                               const std::vector<Ref>& refs) {
    const auto locked = lock_named(transaction, refs);
    if (!locked) return fail(locked.error());
    const auto now = desk.now(); // after the wait for them
    const auto rerouted = reroute_named(transaction, worker, refs, *locked);
    if (!rerouted) return fail(rerouted.error());
    auto why = why_closed(transaction, paused_in(locked->gates));
    if (!why) return fail(why.error());
    StartResponse response;
    std::vector<base::AttemptId> granted;
    Departures departures;
    for (const Ref& ref : refs) {
        const auto held = locked->leases.find(ref.attempt);
        if (held == locked->leases.end() || held->second.epoch != ref.epoch) {
            response.add_answers(StartResponse::ANSWER_LOST);
            continue;
        }
        if (ref.trunk) {
            response.add_answers(rerouted->at(ref.attempt));
            continue;
        }
        const Lease& lease = held->second;
        const auto of_all = locked->gates.at(lease.execution);
        const auto gate = gate_for(lease, of_all, now);
        const auto next = schedule::step(state_of(lease), schedule::AskedToStart{gate});
        response.add_answers(answer_for(next));
        const bool late = gate != of_all;
        departures.add(lease, next, late ? *lease.not_after : now,
                       late ? "outside_hours" : (*why)[lease.execution]);
        if (std::holds_alternative<schedule::Started>(next) && !lease.started_at) {
            granted.push_back(lease.attempt);
        }
    }
    if (auto done = write_started(transaction, granted, desk.lease_time); !done) {
        return fail(done.error());
    }
    if (auto done = departures.write(transaction, now); !done) return fail(done.error());
    return response;
}

} // namespace

Result<StartResponse> start(const Desk& desk, const program::v1::StartRequest& request) {
    return start(desk, request, [&](const std::vector<Epoch>& asked) {
        return desk.pool.transact(
            [&](pg::Transaction& transaction) { return start_plain(transaction, desk, asked); });
    });
}

Result<StartResponse>
start(const Desk& desk, const program::v1::StartRequest& request, const PlainStart& plainly) {
    std::vector<Ref> refs;
    std::vector<Epoch> plain;
    for (const auto& item : request.attempts()) {
        const auto& it = refs.emplace_back(ref_of(item));
        if (!it.trunk) plain.emplace_back(it.attempt, it.epoch);
    }
    Result<std::set<Epoch>> started;
    if (!plain.empty()) started = plainly(std::move(plain));
    if (!started) return fail(started.error());
    const auto is_plain = [&](const Ref& it) {
        return !it.trunk && started->contains({it.attempt, it.epoch});
    };
    std::vector<Ref> others;
    std::remove_copy_if(refs.begin(), refs.end(), std::back_inserter(others), is_plain);
    StartResponse of_others;
    if (!others.empty()) {
        auto answered = desk.pool.transact([&](pg::Transaction& transaction) {
            return start_in(transaction, desk, request.worker(), others);
        });
        if (!answered) return fail(answered.error());
        of_others = *std::move(answered);
    }
    StartResponse response;
    int next = 0;
    for (const Ref& it : refs) {
        response.add_answers(is_plain(it) ? StartResponse::ANSWER_YES : of_others.answers(next++));
    }
    return response;
}

} // namespace hatif::program_scheduler
