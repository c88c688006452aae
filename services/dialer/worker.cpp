#include "dialer/worker.hpp"

#include "observability/log.hpp"

#include <algorithm>

namespace hatif::dialer {

using namespace std::chrono_literals;

namespace {

constexpr auto tick_length = 10ms;
constexpr auto fetch_pause = 2s;
constexpr std::size_t flows_in_memory = 64;
constexpr int renewals_in_a_lease = 5;

} // namespace

Worker::Worker(Lines lines, Scheduler& scheduler, observability::Metrics& metrics, Limits limits)
    : lines_{lines}, scheduler_{scheduler}, limits_{limits}, started_{metrics.counter(
                                                                 "hatif_dialer_calls_total",
                                                                 "Calls begun.")},
      returned_{metrics.counter("hatif_dialer_not_dialled_total", "Attempts given back.")},
      calls_{metrics.gauge("hatif_dialer_calls", "Calls that run now.")} {}

Worker::~Worker() {
    if (next_tick_) lines_.sip.cancel(*next_tick_);
}

void Worker::start() {
    tick();
}

void Worker::tick() {
    const auto now = std::chrono::steady_clock::now();
    lines_.events.retry();
    look_for_lost(now);
    renew(now);
    ask_for_due(now);
    fetch_again(now);
    grant();
    next_tick_ = lines_.sip.at(now + tick_length, [this] { tick(); });
}

void Worker::ask_for_due(SteadyTime now) {
    const bool may_start = !draining_ && lines_.events.has_room();
    const auto due = book_.due(now, settings_.lease_time, may_start ? limits_.calls : 0);
    for (const auto& ref : due.overdue) give_back(ref, "past_not_after");
    if (due.ask.empty()) return;
    unanswered_ += due.ask.size();
    scheduler_.ask_start(due.ask);
}

void Worker::look_for_lost(SteadyTime now) {
    for (const auto& attempt : book_.lost(now, settings_.lease_time)) take_back(attempt);
    for (const auto& ref : book_.take_unprepared(now, limits_.flow)) {
        give_back(ref, "flow_unavailable"); // its room is for one whose flow can be had
    }
    std::erase_if(leases_, [&](const auto& it) {
        return !book_.is_held(it.first) && !book_.is_asked(it.first);
    });
}

void Worker::renew(SteadyTime now) {
    if (now < next_renewal_) return;
    next_renewal_ = now + settings_.lease_time / renewals_in_a_lease;
    auto refs = book_.renewable();
    if (!refs.empty()) {
        scheduler_.renew(std::move(refs), settings_.lease_time / renewals_in_a_lease);
    }
}

void Worker::grant() {
    if (draining_ || !leasing_ || !lines_.events.has_room()) return;
    const auto taken = book_.occupied() + granted_;
    if (taken >= limits_.calls) return;
    const auto credits = limits_.calls - taken;
    granted_ += credits;
    scheduler_.grant(stream_, static_cast<std::uint32_t>(credits));
}

void Worker::hear(Told told) {
    std::visit([this](const auto& it) { on(it); }, told);
}

void Worker::on(const told::SettingsChanged& it) {
    settings_ = it.settings;
    next_renewal_ = {}; // the lease time may be shorter now
    for (const auto& trunk : settings_.trunks) lines_.calls.trust(trunk);
    if (!it.first) return;
    stream_ = it.stream;
    granted_ = 0;
    leasing_ = true;
}

void Worker::on(const told::StreamLost&) {
    leasing_ = false;
    granted_ = 0;
}

void Worker::on(const told::Leased& it) {
    const auto now = std::chrono::steady_clock::now();
    for (const auto& lease : it.leases) {
        if (granted_ > 0) granted_ -= 1;
        if (draining_) {
            give_back(lease.ref, "draining");
            continue;
        }
        if (!book_.take(lease.ref, lease.times, now)) continue;
        leases_.insert_or_assign(lease.ref.attempt, lease);
        prepare(lease);
    }
    ask_for_due(now);
}

void Worker::prepare(const Lease& lease) {
    if (contents_.contains(lease.flow)) return book_.prepare(lease.ref.attempt);
    if (fetching_.insert(lease.flow).second) scheduler_.fetch(lease.flow);
}

void Worker::on(const told::Fetched& it) {
    if (!it.content) {
        const bool hopeless = it.content.error().code != base::Errc::unavailable;
        observability::log_warning(
            "a flow cannot be had",
            {{"flow", it.flow.flow.value().to_string()}, {"why", it.content.error().what}});
        // Not at once: the scheduler hands what is given back out again.
        failed_[it.flow] = {std::chrono::steady_clock::now() + fetch_pause, hopeless};
        return;
    }
    fetching_.erase(it.flow);
    if (contents_.size() >= flows_in_memory) {
        std::erase_if(contents_, [](const auto& known) { return known.second.use_count() == 1; });
    }
    contents_.insert_or_assign(it.flow, *it.content);
    for (const auto& [attempt, lease] : leases_) {
        if (lease.flow == it.flow) book_.prepare(attempt);
    }
}

void Worker::fetch_again(SteadyTime now) {
    for (auto it = failed_.begin(); it != failed_.end();) {
        if (now < it->second.look_again) {
            ++it;
            continue;
        }
        const auto [flow, failed] = *it;
        it = failed_.erase(it);
        std::vector<AttemptRef> waiting;
        for (const auto& [attempt, lease] : leases_) {
            if (lease.flow == flow && book_.is_held(attempt)) waiting.push_back(lease.ref);
        }
        if (!failed.hopeless && !waiting.empty()) {
            scheduler_.fetch(flow);
            continue;
        }
        fetching_.erase(flow);
        for (const auto& ref : waiting) {
            book_.drop(ref);
            give_back(ref, "flow_unavailable");
        }
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
        case Verdict::dial:
            dial(ref);
            break;
        case Verdict::give_back:
            give_back(ref, "start_expired");
            break;
        case Verdict::drop:
            forget(ref);
            break;
        }
    }
    unanswered_ -= it.asked_for.size();
}

const telephony::Trunk* Worker::trunk_of(const Lease& lease) const {
    for (const auto& trunk : settings_.trunks) {
        if (trunk.id.value().to_string() == lease.trunk) return &trunk;
    }
    return nullptr;
}

void Worker::dial(const AttemptRef& ref) {
    const auto not_dialled = [&](const char* reason) {
        book_.drop(ref);
        give_back(ref, reason);
    };
    if (draining_) return not_dialled("draining");
    const auto found = leases_.extract(ref.attempt);
    if (found.empty()) return not_dialled("lease_unknown");
    const Lease& lease = found.mapped();
    const auto content = contents_.find(lease.flow);
    const auto* trunk = trunk_of(lease);
    if (content == contents_.end()) return not_dialled("flow_unavailable");
    if (trunk == nullptr) return not_dialled("trunk_unknown");
    auto line = lines_.media.open();
    if (!line) return not_dialled("no_rtp_port");
    const auto length =
        lease.max_call > 0ms ? std::min(lease.max_call, limits_.call_length) : limits_.call_length;
    auto& session = sessions_[ref.attempt];
    session = std::make_unique<CallSession>(lines_, lease, content->second, *trunk, *line, length);
    lines_of_.emplace(line->id, ref.attempt);
    running_ = sessions_.size();
    started_.add();
    calls_.set(static_cast<double>(sessions_.size()));
    session->on_answer([this, attempt = ref.attempt] { book_.pick_up(attempt); });
    session->feed(call::Begun{lease.initial_variables});
}

void Worker::hear(media::LineId line, const media::Event& event) {
    const auto it = lines_of_.find(line);
    if (it == lines_of_.end()) return;
    const auto attempt = it->second;
    sessions_.at(attempt)->hear(event);
    if (sessions_.at(attempt)->is_done()) after(attempt);
}

void Worker::after(const base::AttemptId& attempt) {
    book_.finish(attempt);
    lines_of_.erase(sessions_.at(attempt)->line());
    sessions_.erase(attempt);
    running_ = sessions_.size();
    calls_.set(static_cast<double>(sessions_.size()));
}

void Worker::take_back(const base::AttemptId& attempt) {
    const auto it = sessions_.find(attempt);
    if (it != sessions_.end()) it->second->feed(call::LeaseLost{});
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
}

void Worker::drain() {
    draining_ = true;
    scheduler_.stop_leasing();
    for (const auto& ref : book_.take_unstarted()) give_back(ref, "draining");
}

void Worker::end_calls() {
    for (const auto& [attempt, session] : sessions_) session->feed(call::DrainEnded{});
}

} // namespace hatif::dialer
