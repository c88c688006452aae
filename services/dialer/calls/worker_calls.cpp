#include "dialer/calls/worker.hpp"

#include "observability/log.hpp"

#include <algorithm>

namespace hatif::dialer {

namespace {

constexpr int unavailable = 503;

} // namespace

CallSession* Worker::find(const base::AttemptId& attempt) {
    const auto it = sessions_.find(attempt);
    return it == sessions_.end() ? nullptr : it->second.get();
}

/// Null: there is no port for its media.
CallSession* Worker::open_session(Lease lease, const SharedContent& content) {
    auto line = lines_.media.open();
    if (!line) return nullptr;
    const auto length = lease.max_call.count() > 0 ? std::min(lease.max_call, limits_.call_length)
                                                   : limits_.call_length;
    CallDesk& desk = *this;
    const auto attempt = lease.ref.attempt;
    auto session = std::make_unique<CallSession>(lines_, desk, std::move(lease), content,
                                                 std::move(*line), length);
    auto* opened = session.get();
    lines_of_.emplace(opened->line(), opened);
    sessions_.insert_or_assign(attempt, std::move(session));
    running_ = sessions_.size();
    started_.add();
    calls_.set(static_cast<double>(sessions_.size()));
    return opened;
}

const telephony::Trunk* Worker::open_trunk(const std::string& id) const {
    const auto trunk = trunks_.find(id);
    if (trunk == trunks_.end()) return nullptr;
    const auto state = lines_.calls.state_of(trunk->second.id);
    return state.takes_calls(std::chrono::steady_clock::now()) ? &trunk->second : nullptr;
}

bool Worker::has_open_trunk(const Lease& lease) const {
    return open_trunk(lease.trunk) != nullptr ||
           std::ranges::any_of(lease.other_trunks,
                               [&](const auto& id) { return open_trunk(id) != nullptr; });
}

void Worker::ask_elsewhere(const AttemptRef& ref, const std::string& trunk) {
    unanswered_ += 1;
    scheduler_.ask_elsewhere(ref, trunk);
}

void Worker::on(const told::ElsewhereAnswered& it) {
    const bool in_time =
        std::chrono::steady_clock::now() - it.asked < settings_.start_validity && !draining_;
    if (auto* session = find(it.ref.attempt)) {
        session->may_go_elsewhere(it.trunk, it.yes.value_or(false) && in_time);
    }
    unanswered_ -= 1;
}

void Worker::picked_up(const base::AttemptId& attempt) {
    book_.pick_up(attempt);
}

void Worker::over(const base::AttemptId& attempt) {
    over_.push_back(attempt);
}

void Worker::hear(const base::AttemptId& attempt, const call::RequestOver& over) {
    if (auto* session = find(attempt)) session->feed(over);
}

/// What the flow says word for word is spoken before its first call comes to it.
void Worker::speak_ahead(const Lease& lease) {
    const auto content = contents_.find(lease.flow);
    if (!content) return;
    const auto own = lease.sources.fields.find("language");
    const auto language = own == lease.sources.fields.end()
                              ? std::nullopt
                              : speech::language_named(flow::to_text(own->second));
    spoken_.want_ahead(lease.organization, literals_of(content->graph, language));
}

telephony::Calls::Listener Worker::welcome(telephony::CallRef call,
                                           const telephony::IncomingCall& incoming) {
    const bool has_room = book_.occupied() + visitors_.count() < limits_.calls;
    if (draining_ || !leasing_ || !has_room || !lines_.events.has_room()) return {};
    const auto now = std::chrono::steady_clock::now();
    visitors_.add(call, {incoming.call_id, now});
    unanswered_ += 1;
    scheduler_.admit({call, incoming.call_id, incoming.trunk.value().to_string(), incoming.to,
                      incoming.from, now + limits_.admission});
    return
        [self = std::weak_ptr{self_}](telephony::CallRef ref, const telephony::CallEvent& event) {
            if (const auto worker = self.lock()) (*worker)->hear_visitor(ref, event);
        };
}

void Worker::hear_visitor(telephony::CallRef call, const telephony::CallEvent& event) {
    if (const auto taken = taken_.find(call); taken != taken_.end()) {
        if (auto* session = find(taken->second)) session->hear(event);
    } else if (auto* visitor = visitors_.find(call)) {
        if (const auto* refused = std::get_if<telephony::Refused>(&event)) {
            visitor->gave_up = *refused;
        }
    }
}

void Worker::on(const told::Admitted& it) {
    decide(it);
    unanswered_ -= 1;
}

void Worker::decide(const told::Admitted& it) {
    auto* visitor = visitors_.find(it.call);
    if (visitor == nullptr) return decline(it);
    if (!it.answer) {
        observability::log_warning("nobody says whether a call may be taken",
                                   {{"why", it.answer.error().what}});
        return turn_away(it.call, unavailable, "scheduler_unavailable");
    }
    if (const auto* code = std::get_if<int>(&*it.answer)) return turn_away(it.call, *code, {});
    visitor->lease = std::get<Lease>(*it.answer);
    visitor->lease->call_id = visitor->call_id;
    if (!book_.take_started(visitor->lease->ref, std::chrono::steady_clock::now())) {
        visitor->lease.reset(); // the same call, twice
        return turn_away(it.call, unavailable, {});
    }
    if (draining_) return turn_away(it.call, unavailable, "draining");
    if (contents_.want(visitor->lease->flow)) receive(it.call);
}

/// The word on a caller who was sent away meanwhile. A lease of it goes back, unless the same call
/// has come again and is here.
void Worker::decline(const told::Admitted& it) {
    const auto* lease = it.answer ? std::get_if<Lease>(&*it.answer) : nullptr;
    if (lease == nullptr || book_.has(lease->ref)) return;
    give_back(lease->ref, "scheduler_late");
}

/// Its lease and its flow are here: the flow takes over, even if it is only to see that the caller
/// has given up.
void Worker::receive(telephony::CallRef call) {
    const auto visitor = *visitors_.find(call);
    const auto content = contents_.find(visitor.lease->flow);
    auto* session = content ? open_session(*visitor.lease, content) : nullptr;
    if (session == nullptr) return turn_away(call, unavailable, "no_rtp_port");
    visitors_.erase(call);
    taken_.emplace(call, visitor.lease->ref.attempt);
    session->take(call);
    if (visitor.gave_up) session->hear(telephony::CallEvent{*visitor.gave_up});
}

void Worker::turn_away(telephony::CallRef call, int code, const std::string& reason) {
    const auto visitor = *visitors_.find(call);
    visitors_.erase(call);
    if (visitor.lease) {
        book_.drop(visitor.lease->ref);
        give_back(visitor.lease->ref, reason);
    }
    if (!visitor.gave_up) lines_.calls.refuse(call, code);
}

void Worker::look_for_late_visitors(SteadyTime now) {
    for (const auto call : visitors_.unanswered(now, limits_.admission)) {
        turn_away(call, unavailable, "scheduler_unavailable");
    }
    for (const auto call : visitors_.overdue(now, limits_.flow)) {
        turn_away(call, unavailable, "flow_unavailable");
    }
}

/// Whom a drain finds waiting for a flow; whoever is asked about is sent away by the answer.
void Worker::dismiss_visitors() {
    for (const auto call : visitors_.overdue(std::chrono::steady_clock::now(), {})) {
        turn_away(call, unavailable, "draining");
    }
}

void Worker::give_back_undialled() {
    for (const auto& ref : book_.take_undialled()) give_back(ref, "draining");
}

void Worker::drain() {
    draining_ = true;
    lines_.calls.drain();
    scheduler_.stop_leasing();
    give_back_undialled();
    dismiss_visitors();
}

void Worker::end_calls() {
    // A copy of who is there: what a call is told may bring others to their end.
    std::vector<CallSession*> all;
    for (const auto& [attempt, session] : sessions_) all.push_back(session.get());
    for (auto* session : all) session->give_up();
}

} // namespace hatif::dialer
