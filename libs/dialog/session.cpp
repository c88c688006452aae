#include "dialog/session.hpp"

#include "base/overloaded.hpp"

namespace hatif::dialog::session {

using base::overloaded;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

// 64 × T1: how long a transaction may take.
constexpr milliseconds patience = seconds{32};
// How long whom they hand the call to may ring without a NOTIFY: longer than who asked waits (at
// most 5 min, the transfer node's own time).
constexpr milliseconds ringing_patience = seconds{330};
// A BYE may be challenged twice, and each takes its 64 × T1 at most.
constexpr milliseconds bye_patience = 3 * patience + seconds{1};
constexpr std::string_view expired = "session_expired";
constexpr std::string_view not_acknowledged = "not_acknowledged";
constexpr int recovery_on_timer_expiry = 102;
constexpr std::uint8_t most_failed = 2;

/// RFC 3261, 14.1: who owns the Call-ID waits longer than who does not.
StartTimer after_glare(const State& state) {
    if (state.we_called) return {Timer::refresh, milliseconds{2'100}, milliseconds{4'000}};
    return {Timer::refresh, milliseconds{0}, milliseconds{2'000}};
}

StartTimer in(Timer timer, milliseconds time) {
    return {timer, time, time};
}

/// The timers of a call that is up. Those that do not run may be stopped.
void stop_all(Commands& commands) {
    for (const auto timer : {Timer::refresh, Timer::expiry, Timer::transfer}) {
        commands.push_back(StopTimer{timer});
    }
}

Step end_by_bye(State state, int q850, std::optional<TellOver> told) {
    state.life = Life::closing;
    Commands commands;
    commands.reserve(6);
    commands.push_back(SendBye{q850});
    stop_all(commands);
    commands.push_back(in(Timer::guard, bye_patience));
    if (told) commands.push_back(*told);
    return {state, std::move(commands)};
}

Step run_out(const State& state, std::string_view reason) {
    return end_by_bye(state, recovery_on_timer_expiry, TellOver{By::local, std::nullopt, reason});
}

Step expire(const State& state) {
    return run_out(state, expired);
}

Step hear_bye(State state, const ByeCame& bye) {
    state.life = Life::over;
    Commands commands;
    stop_all(commands);
    commands.push_back(TellOver{By::remote, bye.q850});
    commands.push_back(Leave{});
    return {state, std::move(commands)};
}

Step leave(State state) {
    state.life = Life::over;
    return {state, {StopTimer{Timer::guard}, Leave{}}};
}

void run_interval(const State& state, Commands& commands) {
    if (!state.interval) {
        commands.push_back(StopTimer{Timer::refresh});
        commands.push_back(StopTimer{Timer::expiry});
        return;
    }
    commands.push_back(state.interval->we_refresh
                           ? Command{in(Timer::refresh, refresh_after(*state.interval))}
                           : Command{StopTimer{Timer::refresh}});
    commands.push_back(in(Timer::expiry, give_up_after(*state.interval)));
}

Step agree(State state, std::optional<Interval> interval) {
    if (!interval && !state.interval) return {state, {}};
    if (state.exchange == Exchange::later) state.exchange = Exchange::none; // theirs was one, too
    state.interval = interval;
    state.failed = 0;
    state.raised = false;
    Commands commands;
    run_interval(state, commands);
    return {state, std::move(commands)};
}

Step refresh(State state) {
    switch (state.exchange) {
    case Exchange::update:
    case Exchange::invite:
        return {state, {}};
    case Exchange::theirs:
        return {state, {after_glare(state)}};
    case Exchange::none:
    case Exchange::later:
        break;
    }
    if (!state.interval) return {state, {}};
    state.exchange = state.takes_update ? Exchange::update : Exchange::invite;
    if (state.takes_update) return {state, {SendUpdate{}}};
    return {state, {SendReinvite{}}};
}

Step repeat_refresh(State state) {
    state.exchange = Exchange::none;
    return refresh(state);
}

/// Another refusal: again half way to what is left, and then half way again.
Step try_refresh_later(State state) {
    state.exchange = Exchange::none;
    if (!state.interval || state.failed == most_failed) return {state, {}};
    ++state.failed;
    const auto left = milliseconds{state.interval->expires} / (4 << state.failed);
    return {state, {in(Timer::refresh, left)}};
}

Step hear_refresh_answer(State state, const RefreshAnswered& answer) {
    if (state.exchange != Exchange::update && state.exchange != Exchange::invite)
        return {state, {}};
    if (answer.code < 300) {
        state.exchange = Exchange::none;
        return agree(state, answer.interval);
    }
    switch (answer.code) {
    case 408:
    case 481:
        return expire(state);
    case 491:
        state.exchange = Exchange::later;
        return {state, {after_glare(state)}};
    case 422:
        if (state.raised || !state.interval || answer.least <= state.interval->expires) break;
        state.raised = true;
        state.interval->expires = answer.least;
        return repeat_refresh(state);
    case 405:
    case 501:
        if (state.exchange != Exchange::update) break;
        state.takes_update = false;
        return repeat_refresh(state);
    default:
        break;
    }
    return try_refresh_later(state);
}

/// RFC 3261, 14.2, and RFC 3311, 5.2: offers do not cross.
Step hear_offer(State state, const OfferCame& offer) {
    const bool has_offer = offer.by_invite || offer.has_offer;
    if (has_offer && state.exchange == Exchange::invite) return {state, {RefuseOffer{491}}};
    if (has_offer && state.exchange == Exchange::theirs) {
        return {state, {RefuseOffer{state.answer_in_ack ? 491 : 500}}};
    }
    if (offer.fault != 0) return {state, {RefuseOffer{offer.fault}}};
    if (offer.by_invite) {
        state.exchange = Exchange::theirs;
        state.answer_in_ack = !offer.has_offer;
    }
    return {state, {TakeOffer{}}};
}

Step hear_ack(State state) {
    if (state.exchange != Exchange::theirs) return {state, {}};
    state.exchange = Exchange::none;
    state.answer_in_ack = false;
    return {state, {}};
}

Step miss_ack(const State& state) {
    if (state.exchange != Exchange::theirs) return {state, {}};
    return run_out(state, not_acknowledged);
}

Step refer(State state) {
    state.transfer = Transfer::asked;
    return {state, {SendRefer{}, in(Timer::transfer, patience)}};
}

Step transferred(State state, bool done, int code) {
    state.transfer = Transfer::none;
    return {state, {StopTimer{Timer::transfer}, TellTransferred{done, code}}};
}

Step hear_refer_answer(State state, const ReferAnswered& answer) {
    if (state.transfer != Transfer::asked) return {state, {}};
    if (answer.code >= 300) return transferred(state, false, answer.code);
    if (answer.no_subscription) return transferred(state, true, answer.code);
    state.transfer = Transfer::under_way;
    return {state, {in(Timer::transfer, ringing_patience)}};
}

Step hear_notify(State state, const NotifyCame& notify) {
    if (state.transfer == Transfer::none) return {state, {}};
    if (notify.code >= 200) return transferred(state, notify.code < 300, notify.code);
    if (notify.terminated) return transferred(state, false, notify.code);
    state.transfer = Transfer::under_way;
    return {state, {in(Timer::transfer, ringing_patience)}};
}

Step hear_timer(const State& state, Timer timer) {
    switch (timer) {
    case Timer::refresh:
        return refresh(state);
    case Timer::expiry:
        return state.interval ? expire(state) : Step{state, {}};
    case Timer::transfer:
        return state.transfer == Transfer::none ? Step{state, {}} : transferred(state, false, 0);
    case Timer::guard:
        break;
    }
    return {state, {}};
}

Step step_up(const State& state, const Event& event) {
    // clang-format off
    const auto table = overloaded{
        [&](HangUpAsked it)             { return end_by_bye(state, it.q850, TellOver{By::local}); },
        [&](Dropped it)                 { return end_by_bye(state, it.q850, std::nullopt); },
        [&](const ByeCame& it)          { return hear_bye(state, it); },
        [&](const OfferCame& it)        { return hear_offer(state, it); },
        [&](AckCame)                    { return hear_ack(state); },
        [&](AckMissed)                  { return miss_ack(state); },
        [&](const IntervalAgreed& it)   { return agree(state, it.interval); },
        [&](const RefreshAnswered& it)  { return hear_refresh_answer(state, it); },
        [&](ReferAsked)                 { return refer(state); },
        [&](const ReferAnswered& it)    { return hear_refer_answer(state, it); },
        [&](const NotifyCame& it)       { return hear_notify(state, it); },
        [&](Due it)                     { return hear_timer(state, it.timer); },
        [&](ByeAnswered)                { return Step{state, {}}; },
    };
    // clang-format on
    return std::visit(table, event);
}

Step step_closing(const State& state, const Event& event) {
    const auto* due = std::get_if<Due>(&event);
    const bool out_of_time = due != nullptr && due->timer == Timer::guard;
    if (out_of_time || std::holds_alternative<ByeAnswered>(event)) return leave(state);
    // BYEs that cross: ours is answered soon, or by 481; offers find no call any more.
    if (std::holds_alternative<OfferCame>(event)) return {state, {RefuseOffer{481}}};
    return {state, {}};
}

} // namespace

Step step(const State& state, const Event& event) {
    switch (state.life) {
    case Life::up:
        return step_up(state, event);
    case Life::closing:
        return step_closing(state, event);
    case Life::over:
        break;
    }
    if (std::holds_alternative<OfferCame>(event)) return {state, {RefuseOffer{481}}};
    return {state, {}};
}

} // namespace hatif::dialog::session
