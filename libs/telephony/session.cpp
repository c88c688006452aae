#include "telephony/session_impl.hpp"

#include "telephony/calls_impl.hpp"

#include "base/overloaded.hpp"

#include <random>
#include <utility>

namespace hatif::telephony {

using base::overloaded;
namespace session = dialog::session;

namespace {

/// Somewhere between the two, so that peers that collided do not collide again.
std::chrono::milliseconds between(std::chrono::milliseconds least, std::chrono::milliseconds most) {
    static thread_local std::minstd_rand random{std::random_device{}()};
    if (least >= most) return least;
    std::uniform_int_distribution<std::int64_t> any{least.count(), most.count()};
    return std::chrono::milliseconds{any(random)};
}

} // namespace

bool goes_direct(CallsAgent& shared, const url_t* hop, const Way& way) {
    return !way.keeps_to_it && hop != nullptr && hop->url_host != nullptr &&
           shared.hears(hop->url_host);
}

bool goes_direct(CallsAgent& shared, nta_leg_t* leg, const Way& way) {
    const sip_route_t* route = nullptr;
    const sip_contact_t* target = nullptr;
    nta_leg_get_route(leg, &route, &target);
    const url_t* aim = target == nullptr ? nullptr : target->m_url;
    return goes_direct(shared, route == nullptr ? aim : route->r_url, way);
}

Session::Session(CallsAgent& shared, SessionOwner& owner, const Trunk& trunk, Start start)
    : shared_{shared}, owner_{owner}, trunk_{trunk}, way_{std::move(start.way)},
      contact_{std::move(start.contact)}, us_{std::move(start.us)}, local_{std::move(start.local)},
      said_{std::move(start.said)}, agreed_{std::move(start.agreed)}, leg_{std::move(start.leg)} {
    state_.we_called = start.we_called;
    state_.takes_update = start.takes_update;
    nta_leg_bind(leg_.get(), on_request, this);
    direct_ = goes_direct(shared_, leg_.get(), way_);
    if (start.interval) happen(session::IntervalAgreed{start.interval});
}

Session::~Session() {
    for (const auto timer : timers_) {
        if (timer) shared_.thread.cancel(*timer);
    }
}

void Session::happen(session::Event event) {
    pending_.push_back(std::move(event));
    work();
}

void Session::work() {
    if (working_) return; // the listener's own wishes wait until the commands are carried out
    working_ = true;
    for (std::size_t next = 0; next < pending_.size(); ++next) {
        const auto step = session::step(state_, pending_[next]);
        state_ = step.next;
        for (const auto& command : step.commands) act(command);
    }
    pending_.clear();
    working_ = false;
}

void Session::act(const session::Command& command) {
    const auto table = overloaded{
        [&](session::SendBye it) {
            bye_q850_ = it.q850;
            send_bye();
        },
        [&](session::SendUpdate) { send_refresh(false); },
        [&](session::SendReinvite) { send_refresh(true); },
        [&](session::SendRefer) { send_refer(); },
        [&](session::TakeOffer) { take_offer(); },
        [&](session::RefuseOffer it) { refuse_offer(it.code); },
        [&](const session::StartTimer& it) { start_timer(it); },
        [&](session::StopTimer it) { stop_timer(it.timer); },
        [&](session::TellTransferred it) {
            refer_told_ = it.code >= 200;
            tell(Transferred{it.done, it.code});
        },
        [&](const session::TellOver& it) {
            tell(Ended{it.by, it.q850, std::string{it.reason}});
        },
        [&](session::Leave) { owner_.hear_over(); },
    };
    std::visit(table, command);
}

void Session::start_timer(const session::StartTimer& it) {
    stop_timer(it.timer);
    const auto when = std::chrono::steady_clock::now() + between(it.at_least, it.at_most);
    auto& running = timers_.at(static_cast<std::size_t>(it.timer));
    running = shared_.thread.at(when, [this, timer = it.timer] {
        timers_.at(static_cast<std::size_t>(timer)).reset();
        happen(session::Due{timer});
    });
}

void Session::stop_timer(session::Timer timer) {
    auto& running = timers_.at(static_cast<std::size_t>(timer));
    if (running) shared_.thread.cancel(*running);
    running.reset();
}

void Session::tell(const CallEvent& event) {
    const bool outermost = !std::exchange(working_, true);
    owner_.hear(event);
    if (!outermost) return;
    working_ = false;
    work();
}

void Session::adopt(const sdp::Agreement& agreement) {
    if (agreed_ == agreement) return; // a refresh that changes nothing
    agreed_ = agreement;
    tell(MediaChanged{agreement});
}

void Session::refer(const std::string& number) {
    refer_by_id_ = refer_by_id_ || !std::exchange(refer_told_, false);
    refer_ = {};
    refer_to_ = '<' + request_uri(number, trunk_) + '>'; // where we would call it ourselves
    happen(session::ReferAsked{});
}

} // namespace hatif::telephony
