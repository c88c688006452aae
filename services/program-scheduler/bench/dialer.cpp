#include "program_scheduler/bench/dialer.hpp"

#include "rpc/time.hpp"

#include <hatif/dialer/v1/call_events.pb.h>

#include <algorithm>

namespace hatif::program_scheduler::bench {

using base::Duration;
using base::Instant;
using program::v1::RenewResponse;
using program::v1::StartResponse;
using schedule::Outcome;
using namespace std::chrono_literals;

namespace {

constexpr auto validity = 250ms;

/// A worker asks for Start so long before a call is due, to ask for several at once.
constexpr auto ahead = 120ms;

void refer(const program::v1::Lease& lease, program::v1::AttemptRef& ref) {
    ref.set_attempt_id(lease.attempt_id());
    ref.set_epoch(lease.epoch());
}

} // namespace

std::int64_t Dialer::room() const {
    if (sleeps_until_) return 0;
    return around_.scene.lines_of_a_worker - static_cast<std::int64_t>(held_.size());
}

/// For half the lease time from the last renewal on.
bool Dialer::trusts(const Held& held) const {
    return around_.now() - held.renewed_at <= around_.scene.pace.lease_time / 2;
}

/// An older epoch comes late, from a replica that stood still.
void Dialer::take(const std::vector<program::v1::Lease>& leases) {
    for (const auto& lease : leases) {
        const auto known = held_.find(lease.attempt_id());
        if (known != held_.end() && known->second.lease.epoch() >= lease.epoch()) continue;
        held_[lease.attempt_id()] = {lease, around_.now()};
    }
}

void Dialer::sleep(Instant until) {
    if (calls_.empty() && untold_.empty()) sleeps_until_ = until;
}

bool Dialer::is_awake() {
    if (!sleeps_until_) return true;
    if (*sleeps_until_ > around_.now()) return false;
    sleeps_until_.reset();
    for (auto& [attempt, held] : held_) held.renewed_at = around_.now();
    renewed_at_ = around_.now();
    return true;
}

void Dialer::tick(Replica& replica) {
    if (!is_awake()) return;
    follow_calls();
    if (around_.now() - renewed_at_ >= replica.desk.lease_time / 3) renew(replica);
    cut_off();
    ask_to_start(replica);
    deliver();
}

void Dialer::renew(Replica& replica) {
    renewed_at_ = around_.now();
    if (held_.empty()) return;
    program::v1::RenewRequest request;
    request.set_worker(name_);
    for (const auto& [attempt, held] : held_) {
        if (!held.given_up) refer(held.lease, *request.add_attempts());
    }
    if (request.attempts().empty()) return;
    const bool unheard = chance(around_.random, around_.scene.faults.renew_lost / 2);
    if (unheard) return;
    const auto answer = program_scheduler::renew(replica.desk, request);
    if (!answer || chance(around_.random, around_.scene.faults.renew_lost / 2)) return;
    for (int i = 0; i < request.attempts_size(); ++i) {
        renewed(request.attempts(i).attempt_id(), answer->answers(i));
    }
}

void Dialer::renewed(const std::string& attempt, int answer) {
    Held& held = held_.at(attempt);
    const auto call = calls_.find(attempt);
    if (answer == RenewResponse::ANSWER_ENDED) {
        if (call == calls_.end()) {
            held_.erase(attempt);
        } else if (call->second.answered_at && *call->second.answered_at <= around_.now()) {
            held.given_up = true;
            around_.judge.lost(held.lease, around_.now());
        } else {
            around_.judge.lost(held.lease, around_.now());
            end(attempt, Outcome::failed, "lease_lost");
        }
        return;
    }
    held.renewed_at = around_.now();
    if (answer == RenewResponse::ANSWER_HANG_UP && call != calls_.end()) {
        end(attempt, Outcome::cancelled, "hung_up_on_request");
    }
}

/// Whoever was not renewed for half the lease time starts nothing, and cancels what nobody has
/// answered.
void Dialer::cut_off() {
    Names late;
    for (const auto& [attempt, held] : held_) {
        const auto call = calls_.find(attempt);
        const bool rings = call != calls_.end() &&
                           (!call->second.answered_at || *call->second.answered_at > around_.now());
        if (rings && !trusts(held)) late.push_back(attempt);
    }
    for (const auto& attempt : late) end(attempt, Outcome::failed, "lease_lost");
}

void Dialer::ask_to_start(Replica& replica) {
    program::v1::StartRequest request;
    request.set_worker(name_);
    for (const auto& [attempt, held] : held_) {
        const auto not_before = rpc::from_wire(held.lease.not_before());
        if (held.dialled || not_before > around_.now() + ahead) continue;
        if (!trusts(held)) continue;
        refer(held.lease, *request.add_attempts()->mutable_attempt());
    }
    if (request.attempts().empty()) return;
    const auto& faults = around_.scene.faults;
    const bool asked = !chance(around_.random, faults.start_lost / 2);
    const base::Result<program::v1::StartResponse> answer =
        asked ? start(replica.desk, request)
              : base::Result<program::v1::StartResponse>{
                    base::fail(base::Errc::unavailable, "lost on its way")};
    // Twice at once: the second is a repeat.
    if (asked && chance(around_.random, 0.1)) (void)start(replica.desk, request);
    Names unused;
    if (!answer || chance(around_.random, faults.start_lost / 2)) {
        for (const auto& item : request.attempts()) unused.push_back(item.attempt().attempt_id());
        return give_back(replica, unused, "start_unanswered");
    }
    for (int i = 0; i < request.attempts_size(); ++i) {
        const auto& attempt = request.attempts(i).attempt().attempt_id();
        if (answer->answers(i) != StartResponse::ANSWER_YES) {
            held_.erase(attempt);
        } else if (chance(around_.random, faults.not_dialled)) {
            unused.push_back(attempt);
        } else {
            dial(held_.at(attempt));
            if (!held_.at(attempt).dialled) unused.push_back(attempt);
        }
    }
    if (!unused.empty()) give_back(replica, unused, "start_expired");
}

/// Some time while the yes is good, from not_before on. Not after the end of the hours: that is
/// looked at once more.
void Dialer::dial(Held& held) {
    const auto at = std::max(around_.now() + Duration{between(around_.random, 0, 249'000)},
                             rpc::from_wire(held.lease.not_before()));
    if (held.lease.has_not_after() && rpc::from_wire(held.lease.not_after()) <= at) return;
    const Fate fate = destiny_(held.lease);
    const auto venture = std::find_if(
        around_.scene.ventures.begin(), around_.scene.ventures.end(), [&](const Venture& it) {
            return it.execution.value().to_string() == held.lease.execution_id();
        });
    Call call{.lease = held.lease,
              .venture = &*venture,
              .invited_at = at,
              .ends_at = at + fate.rings + fate.talks,
              .outcome = fate.outcome,
              .reason = fate.reason};
    if (fate.talks > 0us) call.answered_at = at + fate.rings;
    held.dialled = true;
    around_.judge.invited(call);
    calls_[held.lease.attempt_id()] = call;
}

void Dialer::give_back(Replica& replica, const Names& attempts, const std::string& why) {
    program::v1::NotDialledRequest request;
    request.set_worker(name_);
    for (const auto& attempt : attempts) {
        auto& item = *request.add_attempts();
        refer(held_.at(attempt).lease, *item.mutable_attempt());
        item.set_reason(why);
        held_.erase(attempt);
    }
    (void)not_dialled(replica.desk, request); // else they run out
}

void Dialer::follow_calls() {
    Names over;
    for (auto& [attempt, call] : calls_) {
        if (call.answered_at && *call.answered_at <= around_.now() && !call.told_answer) {
            call.told_answer = true;
            tell(call, true, call.outcome, "");
        }
        if (call.ends_at <= around_.now()) over.push_back(attempt);
    }
    for (const auto& attempt : over) {
        const Call& call = calls_.at(attempt);
        end(attempt, Outcome{call.outcome}, std::string{call.reason});
    }
}

void Dialer::end(const std::string& attempt, Outcome outcome, const std::string& reason) {
    Call& call = calls_.at(attempt);
    call.ends_at = std::min(call.ends_at, around_.now());
    tell(call, false, outcome, reason);
    around_.judge.hung_up(call.lease);
    calls_.erase(attempt);
    held_.erase(attempt);
}

void Dialer::tell(const Call& call, bool answer, Outcome outcome, const std::string& reason) {
    auto& random = around_.random;
    const auto& faults = around_.scene.faults;
    auto at = answer ? *call.answered_at : call.ends_at;
    if (chance(random, faults.skewed)) at += std::chrono::seconds{between(random, -3, 3)};
    dialer::v1::CallEvent event;
    event.set_organization_id(call.lease.organization_id());
    event.set_job_id(call.lease.job_id());
    event.set_attempt_id(call.lease.attempt_id());
    event.set_contact_id(call.lease.contact_id());
    event.set_execution_id(call.lease.execution_id());
    event.set_attempt_number(call.lease.attempt_number());
    event.set_sequence(answer ? 2 : 3);
    rpc::set(*event.mutable_occurred_at(), at);
    if (answer) {
        event.mutable_answered();
    } else {
        event.mutable_finished()->set_outcome(static_cast<type::v1::Outcome>(outcome));
        event.mutable_finished()->set_outcome_reason(reason);
    }
    if (chance(random, faults.event_late)) {
        tells_from_ = std::max(tells_from_, around_.now() + 1s * between(random, 1, 25));
    }
    const auto seen_later = chance(random, faults.event_late) ? 1s * between(random, 0, 25) : 0s;
    tells_from_ = std::max(tells_from_, around_.now());
    untold_.push_back({call.lease.job_id(), event.SerializeAsString(), tells_from_,
                       tells_from_ + seen_later, call.lease.attempt_id(), answer});
}

void Dialer::deliver() {
    auto& random = around_.random;
    std::size_t told = 0;
    for (; told < untold_.size() && untold_[told].at <= around_.now(); ++told) {
        const Untold& it = untold_[told];
        around_.topic.produce(it.job, it.payload, it.seen_from);
        if (it.answer) around_.judge.heard_answer(it.attempt, around_.now());
        if (chance(random, around_.scene.faults.event_twice)) {
            around_.topic.produce(it.job, it.payload, it.seen_from + 1s * between(random, 0, 20));
        }
    }
    untold_.erase(untold_.begin(), untold_.begin() + static_cast<std::ptrdiff_t>(told));
}

void Dialer::die() {
    for (const auto& [attempt, call] : calls_) {
        if (!held_.at(attempt).given_up) around_.judge.lost(call.lease, around_.now());
    }
    held_.clear();
    calls_.clear();
    untold_.clear();
    sleeps_until_.reset();
}

std::optional<Instant> Dialer::next() const {
    std::optional<Instant> next;
    const auto note = [&](Instant at) {
        if (!next || at < *next) next = at;
    };
    for (const auto& [attempt, call] : calls_) {
        if (call.answered_at && !call.told_answer) note(*call.answered_at);
        note(call.ends_at);
    }
    for (const auto& [attempt, held] : held_) {
        if (!held.dialled) note(rpc::from_wire(held.lease.not_before()));
    }
    for (const auto& it : untold_) note(it.at);
    return next;
}

} // namespace hatif::program_scheduler::bench
