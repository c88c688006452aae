#include "program_scheduler/leasing/claimer.hpp"

#include "observability/log.hpp"
#include "program_scheduler/leasing/changes.hpp"
#include "program_scheduler/limits.hpp"

#include <algorithm>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
using namespace std::chrono_literals;

namespace {

/// From the beginning of a claim to the next one's: what is asked for meanwhile is claimed
/// together.
constexpr auto between_claims = 35ms;
constexpr auto after_failure = 500ms;
constexpr auto shortest_idle = 50ms, longest_idle = 250ms;

/// Rates have given all their starts within `lease_ahead`: by then, half of it is left.
constexpr auto while_paced = std::chrono::duration_cast<std::chrono::milliseconds>(lease_ahead) / 2;

} // namespace

Claimer::Seat::Seat(Claimer& claimer, std::string worker, Take take)
    : claimer_{claimer}, worker_{std::move(worker)} {
    const std::lock_guard lock{claimer_.mutex_};
    claimer_.sitting_[worker_] = {this, std::move(take), 0};
}

Claimer::Seat::~Seat() {
    const std::lock_guard lock{claimer_.mutex_};
    const auto found = claimer_.sitting_.find(worker_);
    if (found != claimer_.sitting_.end() && found->second.seat == this) {
        claimer_.sitting_.erase(found);
    }
}

void Claimer::Seat::offer(std::int64_t room) {
    const std::lock_guard lock{claimer_.mutex_};
    const auto found = claimer_.sitting_.find(worker_);
    if (found == claimer_.sitting_.end() || found->second.seat != this) return;
    // Whoever had room already was passed over for want of people, not of room.
    const bool is_fresh = found->second.room <= 0;
    found->second.room += room;
    if (!is_fresh) return;
    claimer_.fresh_room_ = true;
    claimer_.news_.notify_all();
}

Claimer::Claimer(const Desk& desk, Briefing& briefing)
    : desk_{desk}, briefing_{briefing}, idle_{shortest_idle},
      thread_{[this](const std::stop_token& stop) { run(stop); }} {}

/// Until there is room to claim for: whoever says that they have some again is heard soon, for the
/// others it is looked whether anyone has fallen due. Answers whether there is any.
bool Claimer::wait_for_room(const std::stop_token& stop) {
    std::unique_lock lock{mutex_};
    news_.wait_until(lock, stop, next_, [] { return false; });
    const auto later = next_ + idle_ - between_claims;
    news_.wait_until(lock, stop, later, [this] { return fresh_room_; });
    fresh_room_ = false;
    return std::any_of(sitting_.begin(), sitting_.end(),
                       [](const auto& it) { return it.second.room > 0; });
}

void Claimer::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        const bool any = wait_for_room(stop);
        if (stop.stop_requested()) return;
        next_ = Steady::now() + between_claims;
        if (!any) continue;
        const auto idle = claim_once();
        if (!idle) {
            observability::log_warning("leasing failed", {{"why", idle.error().what}});
            next_ = Steady::now() + after_failure;
        }
        idle_ = idle.value_or(longer_idle());
    }
}

std::vector<Asking> Claimer::asking() {
    std::vector<Asking> all;
    const std::lock_guard lock{mutex_};
    for (const auto& [worker, it] : sitting_) {
        if (it.room > 0) all.push_back({worker, it.room});
    }
    return all;
}

/// Answers how long it is of no use to look again, from its beginning on, unless someone has fresh
/// room.
Result<std::chrono::milliseconds> Claimer::claim_once() {
    auto given = give_out(desk_, briefing_, asking());
    if (!given) return fail(given.error());
    if (given->claimed.empty()) return longer_idle();
    give(given->claimed, std::move(given->leases));
    return given->wait_for_rates ? while_paced : between_claims;
}

std::chrono::milliseconds Claimer::longer_idle() const {
    return std::clamp(2 * idle_, shortest_idle, longest_idle);
}

/// To each worker its own. Whoever went meanwhile cannot take them.
void Claimer::give(const std::vector<Claimed>& claimed, std::vector<program::v1::Lease> leases) {
    std::map<std::string, std::string> workers; // by attempt
    for (const Claimed& it : claimed) {
        workers.emplace(it.lease.attempt.value().to_string(), it.lease.worker);
    }
    std::map<std::string, std::vector<program::v1::Lease>> own;
    for (auto& it : leases) own[workers.at(it.attempt_id())].push_back(std::move(it));
    std::unique_lock lock{mutex_};
    for (auto it = own.begin(); it != own.end();) {
        const auto found = sitting_.find(it->first);
        if (found == sitting_.end()) {
            ++it;
            continue;
        }
        found->second.room -= static_cast<std::int64_t>(it->second.size());
        found->second.take(std::move(it->second));
        it = own.erase(it);
    }
    lock.unlock();
    for (const auto& [worker, those] : own) return_untold(desk_, worker, those);
}

void return_untold(const Desk& desk,
                   const std::string& worker,
                   const std::vector<program::v1::Lease>& leases) {
    if (leases.empty()) return;
    program::v1::NotDialledRequest request;
    request.set_worker(worker);
    for (const auto& lease : leases) {
        auto& item = *request.add_attempts();
        item.mutable_attempt()->set_attempt_id(lease.attempt_id());
        item.mutable_attempt()->set_epoch(lease.epoch());
        item.set_reason("worker_gone");
    }
    const auto returned = not_dialled(desk, request);
    if (returned) return;
    observability::log_warning("leases of a worker that is gone run out",
                               {{"worker", worker}, {"why", returned.error().what}});
}

} // namespace hatif::program_scheduler
