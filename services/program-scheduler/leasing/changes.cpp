#include "program_scheduler/leasing/changes.hpp"

#include "program_scheduler/calls/hopeless.hpp"
#include "program_scheduler/leasing/departures.hpp"
#include "program_scheduler/leasing/named_leases.hpp"
#include "program_scheduler/limits.hpp"

#include <map>
#include <thread>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
using program::v1::RenewResponse;

namespace {

/// What is held for so much longer than a call may last has lost its end on the way: it runs out.
constexpr double longest_overtime = 120;

/// A lease that someone changes is looked at again: in all no longer than a worker is patient.
constexpr auto between_looks = std::chrono::milliseconds{10};
constexpr int most_looks = 50;

struct Renewed {
    std::map<base::AttemptId, RenewResponse::Answer> answers{};
    std::vector<Ref> busy{}; ///< held, but being changed by someone
};

// $1, $2 the attempts and their epochs, $3 the longest overtime: those that are held still, each
// looked up by its key. Joined instead, all leases would be compared with all that are asked for.
constexpr const char* held_still =
    "unnest($1::uuid[], $2::int[]) AS u(id, epoch) CROSS JOIN LATERAL (SELECT ctid AS at, "
    "attempt_id, epoch FROM leases WHERE attempt_id = u.id AND epoch = u.epoch AND "
    "(started_at IS NULL OR started_at > now() - make_interval(secs => max_call + $3)) ";

/// Renews those that nobody else has locked. A renewal holds many leases: if it waited for one more
/// meanwhile, whoever holds that one might wait for these. A lease that ran out and still waits for
/// its events to be consumed is its worker's again.
Result<Renewed>
renew_free(pg::Transaction& transaction, const Desk& desk, const std::vector<Ref>& refs) {
    std::vector<base::AttemptId> attempts;
    std::vector<std::int32_t> epochs;
    for (const Ref& it : refs) {
        attempts.push_back(it.attempt);
        epochs.push_back(it.epoch);
    }
    const auto renewed = transaction.exec(
        std::string{"UPDATE leases l SET expires_at = clock_timestamp() + make_interval(secs => "
                    "$4), drain_partition = NULL, drain_offset = NULL FROM "} +
            held_still +
            "FOR UPDATE SKIP LOCKED) held WHERE l.ctid = held.at "
            "RETURNING l.attempt_id, l.hang_up",
        attempts, epochs, longest_overtime, static_cast<double>(desk.lease_time.count()));
    if (!renewed) return fail(renewed.error());
    Renewed answer;
    for (const auto row : *renewed) {
        answer.answers.emplace(row.get<base::AttemptId>(0), row.get<bool>(1)
                                                                ? RenewResponse::ANSWER_HANG_UP
                                                                : RenewResponse::ANSWER_RENEWED);
    }
    if (answer.answers.size() == refs.size()) return answer;
    // Locked by someone, or written anew between the look and the update, which does not find it at
    // its new place.
    const auto held = transaction.exec(std::string{"SELECT it.attempt_id, it.epoch FROM "} +
                                           held_still + "OFFSET 0) it",
                                       attempts, epochs, longest_overtime);
    if (!held) return fail(held.error());
    for (const auto row : *held) {
        const auto attempt = row.get<base::AttemptId>(0);
        if (!answer.answers.contains(attempt)) answer.busy.push_back({attempt, row.get<int>(1)});
    }
    return answer;
}

/// A worker that is leaving, or whose yes came too late, says nothing against trying at once; one
/// that lacks a port or a flow would only get the attempt again.
bool may_come_at_once(const std::string& reason) {
    return reason == "draining" || reason == "worker_gone" || reason.starts_with("start_");
}

} // namespace

Result<void> not_dialled(const Desk& desk, const program::v1::NotDialledRequest& request) {
    std::vector<Ref> refs;
    std::map<base::AttemptId, std::string> reasons;
    std::vector<base::AttemptId> unfetched;
    for (const auto& item : request.attempts()) {
        refs.push_back(ref_of(item.attempt()));
        reasons[refs.back().attempt] = item.reason();
        if (item.reason() == "flow_unavailable") unfetched.push_back(refs.back().attempt);
    }
    return desk.pool.transact([&](pg::Transaction& transaction) -> Result<void> {
        const auto now = desk.now();
        const auto locked = lock_named(transaction, refs, unfetched);
        if (!locked) return fail(locked.error());
        std::vector<Lease> without_flow;
        for (const auto& [attempt, lease] : locked->leases) {
            if (reasons.at(attempt) == "flow_unavailable") without_flow.push_back(lease);
        }
        const auto hopeless = hopeless_calls(transaction, without_flow);
        if (!hopeless) return fail(hopeless.error());
        Departures departures;
        for (const auto& [attempt, lease] : locked->leases) {
            const auto& why = reasons.at(attempt);
            if (why == "flow_unavailable" && hopeless->contains(lease.job)) {
                departures.add_skipped(lease, skipped_flow_unavailable);
                continue;
            }
            departures.add_returned(
                lease, locked->gates.at(lease.execution),
                may_come_at_once(why) ? now : now + come_back_after(lease.epoch), why);
        }
        return departures.write(transaction, now);
    });
}

Result<RenewResponse> renew(const Desk& desk, const program::v1::RenewRequest& request) {
    std::vector<Ref> refs;
    for (const auto& wire : request.attempts()) refs.push_back(ref_of(wire));
    std::map<base::AttemptId, RenewResponse::Answer> answers;
    std::vector<Ref> left = refs;
    for (int tries = 1; !left.empty(); ++tries) {
        const auto renewed = desk.pool.transact(
            [&](pg::Transaction& transaction) { return renew_free(transaction, desk, left); });
        if (!renewed) return fail(renewed.error());
        answers.insert(renewed->answers.begin(), renewed->answers.end());
        left = renewed->busy;
        if (!left.empty() && tries == most_looks) {
            return fail(base::Errc::unavailable, "leases are being changed for too long");
        }
        if (!left.empty()) std::this_thread::sleep_for(between_looks);
    }
    RenewResponse response;
    for (const Ref& it : refs) {
        const auto kept = answers.find(it.attempt);
        response.add_answers(kept == answers.end() ? RenewResponse::ANSWER_ENDED : kept->second);
    }
    return response;
}

} // namespace hatif::program_scheduler
