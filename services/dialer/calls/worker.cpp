#include "dialer/calls/worker.hpp"

#include "observability/log.hpp"

#include <algorithm>

namespace hatif::dialer {

using namespace std::chrono_literals;

namespace {

constexpr auto tick_length = 20ms;
constexpr auto between_turns = 10ms;  // who is to leave meanwhile leaves together
constexpr auto between_starts = 20ms; // what falls due meanwhile is asked for in one request
constexpr auto between_grants = 100ms;
constexpr auto between_looks = 100ms; // for what is rare: lost leases, late flows
constexpr int renewals_in_a_lease = 5;
constexpr auto longest_between_renewals = 3s; // calls that are to be ended are told of by them

} // namespace

Worker::Worker(Lines lines, Scheduler& scheduler, observability::Metrics& metrics, Limits limits)
    : lines_{lines}, scheduler_{scheduler}, limits_{limits}, contents_{scheduler},
      spoken_{scheduler, limits.words}, trunk_watch_{scheduler}, started_{metrics.counter(
                                                                     "hatif_dialer_calls_total",
                                                                     "Calls begun.")},
      returned_{metrics.counter("hatif_dialer_not_dialled_total", "Attempts given back.")},
      overloaded_{metrics.counter("hatif_dialer_overloaded_seconds_total",
                                  "How long no Start was asked for, as SIP was behind.")},
      calls_{metrics.gauge("hatif_dialer_calls", "Calls that run now.")} {}

Worker::~Worker() {
    if (next_tick_) lines_.sip.cancel(*next_tick_);
    if (next_dial_) lines_.sip.cancel(*next_dial_);
    lines_.calls.on_incoming({});
    lines_.calls.on_trunk_state({});
}

void Worker::start() {
    lines_.calls.on_trunk_state(
        [this](const base::TrunkId& trunk, const telephony::TrunkState& state) {
            trunk_watch_.note(trunk, state);
        });
    lines_.calls.on_incoming(
        [this](telephony::CallRef call, const telephony::IncomingCall& incoming) {
            return welcome(call, incoming);
        });
    tick();
}

void Worker::tick() {
    const auto now = std::chrono::steady_clock::now();
    lines_.events.retry();
    sweep();
    if (now >= next_look_) {
        next_look_ = now + between_looks;
        look_for_lost(now);
        look_for_late_visitors(now);
        give_up_hopeless(now);
        trunk_watch_.tick(now);
    }
    renew(now);
    dial_granted(now);
    ask_for_due(now);
    grant(now);
    next_tick_ = lines_.sip.at(now + tick_length, [this] { tick(); });
}

void Worker::ask_for_due(SteadyTime now) {
    if (now < next_ask_) return;
    const bool may_start = !draining_ && lines_.events.has_room() && !is_overloaded(now);
    const auto due = book_.due(now, settings_.lease_time, may_start ? limits_.calls : 0);
    for (const auto& ref : due.overdue) give_back(ref, "past_not_after");
    if (due.ask.empty()) return;
    next_ask_ = now + between_starts;
    unanswered_ += due.ask.size();
    scheduler_.ask_start(due.ask);
}

/// Those who are due wait in the book until the SIP side has caught up.
bool Worker::is_overloaded(SteadyTime now) {
    const bool overloaded = telephony::is_overloaded(lines_.calls.backlog());
    if (overloaded) overloaded_.add(std::chrono::duration<double>(between_starts).count());
    if (overloaded) next_ask_ = now + between_starts;
    return overloaded;
}

void Worker::look_for_lost(SteadyTime now) {
    for (const auto& attempt : book_.lost(now, settings_.lease_time)) take_back(attempt);
    for (const auto& ref : book_.take_unprepared(now, limits_.flow)) {
        give_back(ref, "flow_unavailable"); // its room is for one whose flow can be had
    }
    std::erase_if(leases_, [&](const auto& it) { return !book_.is_undialled(it.first); });
}

void Worker::renew(SteadyTime now) {
    if (now < next_renewal_) return;
    next_renewal_ = now + std::min<std::chrono::milliseconds>(
                              settings_.lease_time / renewals_in_a_lease, longest_between_renewals);
    auto refs = book_.renewable();
    if (!refs.empty()) {
        scheduler_.renew(std::move(refs), settings_.lease_time / renewals_in_a_lease);
    }
}

void Worker::grant(SteadyTime now) {
    if (draining_ || !leasing_ || !lines_.events.has_room()) return;
    const auto taken = book_.occupied() + granted_;
    if (taken >= limits_.calls) return;
    const auto credits = limits_.calls - taken;
    // Little by little it would be a message for each call that ends.
    if (credits < limits_.calls / 20 && now < next_grant_) return;
    next_grant_ = now + between_grants;
    granted_ += credits;
    scheduler_.grant(stream_, static_cast<std::uint32_t>(credits));
}

void Worker::sweep() {
    for (const auto& attempt : std::exchange(over_, {})) {
        const auto session = sessions_.find(attempt);
        if (session == sessions_.end()) continue;
        book_.finish(attempt);
        lines_of_.erase(session->second->line());
        sessions_.erase(session);
    }
    if (running_ == sessions_.size()) return;
    std::erase_if(taken_, [&](const auto& it) { return !sessions_.contains(it.second); });
    running_ = sessions_.size();
    calls_.set(static_cast<double>(sessions_.size()));
}

void Worker::hear(Told told) {
    std::visit([this](auto& it) { on(std::move(it)); }, told);
}

void Worker::on(const told::SettingsChanged& it) {
    settings_ = it.settings;
    next_renewal_ = {}; // the lease time may be shorter now
    trunks_.clear();
    for (const auto& trunk : settings_.trunks) trunks_[trunk.id.value().to_string()] = trunk;
    trunk_watch_.keep(settings_.trunks);
    lines_.calls.set_trunks(settings_.trunks);
    if (!it.first) return;
    stream_ = it.stream;
    granted_ = 0;
    leasing_ = true;
}

void Worker::on(const told::StreamLost&) {
    leasing_ = false;
    granted_ = 0;
}

void Worker::on(told::Leased it) {
    const auto now = std::chrono::steady_clock::now();
    for (auto& lease : it.leases) {
        if (granted_ > 0) granted_ -= 1;
        if (draining_) {
            give_back(lease.ref, "draining");
            continue;
        }
        if (!book_.take(lease.ref, lease.times, now)) continue;
        if (contents_.want(lease.flow)) book_.prepare(lease.ref.attempt);
        const auto attempt = lease.ref.attempt;
        leases_.insert_or_assign(attempt, std::move(lease));
    }
    ask_for_due(now);
}

void Worker::on(const told::Fetched& it) {
    if (!contents_.take(it)) return;
    const Lease* first = nullptr;
    for (const auto& [attempt, lease] : leases_) {
        if (lease.flow != it.flow) continue;
        book_.prepare(attempt);
        first = &lease;
    }
    const auto visitors = visitors_.waiting_for(it.flow);
    if (!visitors.empty()) first = &*visitors_.find(visitors.front())->lease;
    if (first != nullptr) speak_ahead(*first);
    for (const auto call : visitors) receive(call);
}

void Worker::give_up_hopeless(SteadyTime now) {
    const auto is_wanted = [&](const FlowKey& flow) {
        const auto waits = [&](const auto& it) {
            return it.second.flow == flow && book_.is_held(it.first);
        };
        return std::ranges::any_of(leases_, waits) || !visitors_.waiting_for(flow).empty();
    };
    for (const auto& flow : contents_.try_again(now, is_wanted)) {
        std::vector<AttemptRef> waiting;
        for (const auto& [attempt, lease] : leases_) {
            if (lease.flow == flow && book_.is_held(attempt)) waiting.push_back(lease.ref);
        }
        for (const auto& ref : waiting) {
            book_.drop(ref);
            give_back(ref, "flow_unavailable");
        }
        for (const auto call : visitors_.waiting_for(flow))
            turn_away(call, 480, "flow_unavailable");
    }
}

void Worker::on(const told::StartAnswered& it) {
    const auto now = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < it.asked_for.size(); ++i) {
        const auto& ref = it.asked_for[i];
        if (!it.answers) {
            book_.drop(ref);
            give_back(ref, "start_unanswered");
            continue;
        }
        using Verdict = LeaseBook::Verdict;
        switch (
            book_.start_answered(ref, (*it.answers)[i], it.asked, now, settings_.start_validity)) {
        case Verdict::granted:
            break;
        case Verdict::give_back:
            give_back(ref, "start_expired");
            break;
        case Verdict::drop:
            forget(ref);
            break;
        }
    }
    dial_granted(now);
    unanswered_ -= it.asked_for.size();
}

/// A worker that drains calls nobody, and is at rest at once.
void Worker::dial_granted(SteadyTime now) {
    if (draining_) return give_back_undialled();
    const auto granted = book_.granted(now, settings_.lease_time, settings_.start_validity);
    for (const auto& ref : granted.expired) give_back(ref, "start_expired");
    for (const auto& ref : granted.dial) dial(ref);
    if (next_dial_) lines_.sip.cancel(*std::exchange(next_dial_, {}));
    if (!granted.next) return;
    next_dial_ = lines_.sip.at(std::max(*granted.next, now + between_turns), [this] {
        next_dial_.reset();
        dial_granted(std::chrono::steady_clock::now());
    });
}

void Worker::dial(const AttemptRef& ref) {
    const auto not_dialled = [&](const char* reason) {
        book_.drop(ref);
        give_back(ref, reason);
    };
    auto found = leases_.extract(ref.attempt);
    if (found.empty()) return not_dialled("lease_unknown");
    Lease& lease = found.mapped();
    const auto content = contents_.find(lease.flow);
    if (!content) return not_dialled("flow_unavailable");
    if (!has_open_trunk(lease)) return not_dialled("trunk_closed");
    auto* session = open_session(std::move(lease), content);
    if (session == nullptr) return not_dialled("no_rtp_port");
    session->place();
}

void Worker::hear(media::LineId line, const media::Event& event) {
    const auto it = lines_of_.find(line);
    if (it != lines_of_.end()) it->second->hear(event);
}

bool Worker::hear(const base::AttemptId& attempt,
                  const recording::Told& told,
                  const recording::Recorder::Kept& kept) {
    auto* session = find(attempt);
    if (session == nullptr || std::ranges::count(over_, attempt) > 0) return false;
    session->hear(told, kept);
    return true;
}

void Worker::take_back(const base::AttemptId& attempt) {
    if (auto* session = find(attempt)) session->feed(call::LeaseLost{});
}

void Worker::forget(const AttemptRef& ref) {
    const auto it = leases_.find(ref.attempt);
    if (it != leases_.end() && it->second.ref == ref) leases_.erase(it);
}

void Worker::give_back(const AttemptRef& ref, const std::string& reason) {
    forget(ref);
    returned_.add();
    scheduler_.give_back({{ref, reason}});
}

void Worker::on(const told::Renewed& it) {
    if (!it.answers) return observability::log_warning("leases were not renewed");
    for (std::size_t i = 0; i < it.asked_for.size(); ++i) {
        const auto& ref = it.asked_for[i];
        if ((*it.answers)[i]) {
            book_.renewed(ref, it.asked);
        } else if (book_.ended(ref)) {
            take_back(ref.attempt);
        }
    }
    for (const auto& ref : it.hang_up) {
        book_.hang_up(ref);
        if (auto* session = book_.has(ref) ? find(ref.attempt) : nullptr) {
            session->feed(call::CancelRequested{});
        }
    }
}

} // namespace hatif::dialer
