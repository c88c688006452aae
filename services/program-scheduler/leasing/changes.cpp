#include "program_scheduler/leasing/changes.hpp"

#include "program_scheduler/calls/hopeless.hpp"
#include "program_scheduler/leasing/departures.hpp"
#include "program_scheduler/leasing/named_leases.hpp"
#include "program_scheduler/limits.hpp"

#include <map>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
using program::v1::RenewResponse;

namespace {

/// What is held for so much longer than a call may last has lost its end on the way: it runs out.
constexpr double longest_overtime = 120;

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
    std::vector<base::AttemptId> attempts;
    std::vector<std::int32_t> epochs;
    for (const auto& wire : request.attempts()) {
        const auto ref = ref_of(wire);
        attempts.push_back(ref.attempt);
        epochs.push_back(ref.epoch);
    }
    return desk.pool.transact([&](pg::Transaction& transaction) -> Result<RenewResponse> {
        if (auto set = wait_briefly(transaction); !set) return fail(set.error());
        // In the order of attempts, as everyone locks them. A lease that ran out and still waits
        // for its events to be consumed is its worker's again.
        const auto renewed = transaction.exec(
            "UPDATE leases l SET expires_at = clock_timestamp() + make_interval(secs => $3), "
            "drain_partition = NULL, drain_offset = NULL FROM (SELECT l2.attempt_id FROM leases l2 "
            "JOIN unnest($1::uuid[], $2::int[]) AS u(id, epoch) ON l2.attempt_id = u.id "
            "AND l2.epoch = u.epoch AND (l2.started_at IS NULL OR l2.started_at > now() - "
            "make_interval(secs => l2.max_call + $4)) ORDER BY l2.attempt_id FOR UPDATE OF l2) "
            "held "
            "WHERE l.attempt_id = held.attempt_id RETURNING l.attempt_id, l.hang_up",
            attempts, epochs, static_cast<double>(desk.lease_time.count()), longest_overtime);
        if (!renewed) return fail(renewed.error());
        std::map<base::AttemptId, RenewResponse::Answer> answers;
        for (const auto row : *renewed) {
            answers.emplace(row.get<base::AttemptId>(0), row.get<bool>(1)
                                                             ? RenewResponse::ANSWER_HANG_UP
                                                             : RenewResponse::ANSWER_RENEWED);
        }
        RenewResponse response;
        for (const auto& attempt : attempts) {
            const auto kept = answers.find(attempt);
            response.add_answers(kept == answers.end() ? RenewResponse::ANSWER_ENDED
                                                       : kept->second);
        }
        return response;
    });
}

} // namespace hatif::program_scheduler
