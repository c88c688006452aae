#include "dialog/session.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <initializer_list>

using hatif::dialog::By;
using hatif::dialog::Interval;
using namespace hatif::dialog::session;
using namespace std::chrono_literals;

namespace {

const Interval by_us{1'800s, true};
const Interval by_them{1'800s, false};

constexpr OfferCame reinvite{.by_invite = true, .has_offer = true};
constexpr OfferCame offerless{.by_invite = true, .has_offer = false};
constexpr OfferCame update{.by_invite = false, .has_offer = true};
constexpr OfferCame plain_update{.by_invite = false, .has_offer = false};

Step after(State state, std::initializer_list<Event> events) {
    Step last{state, {}};
    for (const auto& event : events) last = step(last.next, event);
    return last;
}

Step after(std::initializer_list<Event> events) {
    return after(State{}, events);
}

template <class T>
bool commands(const Step& step) {
    return std::ranges::any_of(step.commands,
                               [](const Command& it) { return std::holds_alternative<T>(it); });
}

template <class T>
bool commands(const Step& step, const T& what) {
    return std::ranges::count(step.commands, Command{what}) == 1;
}

StartTimer timer(Timer which, std::chrono::milliseconds time) {
    return {which, time, time};
}

/// A call whose refresh by re-INVITE is under way.
Step refreshing(State state = {}) {
    return after(state, {IntervalAgreed{by_us}, Due{Timer::refresh}});
}

} // namespace

TEST_CASE("their BYE ends the call with its cause", "[unit][session]") {
    const auto last = after({ByeCame{16}});
    CHECK(commands(last, TellOver{By::remote, 16}));
    CHECK(last.commands.back() == Command{Leave{}});
    CHECK(last.next.life == Life::over);
}

TEST_CASE("our BYE ends the call at once and is seen through", "[unit][session]") {
    const auto asked = after({HangUpAsked{17}});
    CHECK(asked.commands.front() == Command{SendBye{17}});
    CHECK(commands(asked, TellOver{By::local}));
    CHECK_FALSE(commands<Leave>(asked));
    CHECK(commands<Leave>(step(asked.next, ByeAnswered{})));
    CHECK(commands<Leave>(step(asked.next, Due{Timer::guard})));
}

TEST_CASE("a call that is dropped is hung up without a word", "[unit][session]") {
    const auto dropped = after({Dropped{88}});
    CHECK(commands(dropped, SendBye{88}));
    CHECK_FALSE(commands<TellOver>(dropped));
    CHECK(commands<Leave>(step(dropped.next, ByeAnswered{})));
}

TEST_CASE("BYEs that cross are one end", "[unit][session]") {
    CHECK(after({HangUpAsked{}, ByeCame{}}).commands.empty());
}

TEST_CASE("offers that follow each other are taken", "[unit][session]") {
    CHECK(after({reinvite}).commands == Commands{TakeOffer{}});
    CHECK(after({reinvite, AckCame{}, reinvite}).commands == Commands{TakeOffer{}});
    CHECK(after({update, update}).commands == Commands{TakeOffer{}});
}

TEST_CASE("an offer while our re-INVITE is open is refused with 491 (RFC 3261, 14.2)",
          "[unit][session]") {
    const auto open = refreshing().next;
    CHECK(step(open, reinvite).commands == Commands{RefuseOffer{491}});
    CHECK(step(open, update).commands == Commands{RefuseOffer{491}});
    CHECK(step(open, plain_update).commands == Commands{TakeOffer{}});
}

TEST_CASE("an UPDATE of ours without an offer is in nobody's way", "[unit][session]") {
    const auto open = refreshing({.takes_update = true});
    CHECK(open.commands == Commands{SendUpdate{}});
    CHECK(step(open.next, reinvite).commands == Commands{TakeOffer{}});
}

TEST_CASE("an offer while their last re-INVITE is not acknowledged is put off with 500",
          "[unit][session]") {
    CHECK(after({reinvite, reinvite}).commands == Commands{RefuseOffer{500}});
    CHECK(after({reinvite, update}).commands == Commands{RefuseOffer{500}});
}

TEST_CASE("an offer while ours waits for its answer in an ACK is refused with 491",
          "[unit][session]") {
    CHECK(after({offerless, update}).commands == Commands{RefuseOffer{491}});
}

TEST_CASE("what is wrong with an offer is said, and leaves the call as it was", "[unit][session]") {
    const auto last = after({OfferCame{true, true, 488}});
    CHECK(last.commands == Commands{RefuseOffer{488}});
    CHECK(last.next == State{});
}

TEST_CASE("who refreshes does so at half time, and who waits gives up some time before the end",
          "[unit][session]") {
    CHECK(after({IntervalAgreed{by_us}}).commands ==
          Commands{timer(Timer::refresh, 900s), timer(Timer::expiry, 1'800s)});
    CHECK(after({IntervalAgreed{by_them}}).commands ==
          Commands{StopTimer{Timer::refresh}, timer(Timer::expiry, 1'768s)});
    CHECK(commands(after({IntervalAgreed{Interval{90s, false}}}), timer(Timer::expiry, 60s)));
}

TEST_CASE("a call that nobody refreshes is hung up as expired (RFC 4028, 10)", "[unit][session]") {
    const auto last = after({IntervalAgreed{by_them}, Due{Timer::expiry}});
    CHECK(commands<SendBye>(last));
    CHECK(commands(last, TellOver{By::local, std::nullopt, "session_expired"}));
}

TEST_CASE("without an agreed time nothing expires", "[unit][session]") {
    CHECK(after({IntervalAgreed{}}).commands.empty());
    CHECK(after({Due{Timer::expiry}}).commands.empty());
    CHECK(after({IntervalAgreed{by_us}, IntervalAgreed{}, Due{Timer::refresh}}).commands.empty());
    CHECK(after({IntervalAgreed{by_us}, IntervalAgreed{}, Due{Timer::expiry}}).commands.empty());
}

TEST_CASE("a refresh goes by UPDATE to whom takes it, else by re-INVITE", "[unit][session]") {
    CHECK(refreshing({.takes_update = true}).commands == Commands{SendUpdate{}});
    CHECK(refreshing().commands == Commands{SendReinvite{}});
    const auto known = after(refreshing({.takes_update = true}).next, {RefreshAnswered{405}});
    CHECK(known.commands == Commands{SendReinvite{}});
}

TEST_CASE("a refresh that held starts both timers anew, by whoever is the refresher now",
          "[unit][session]") {
    const auto last = step(refreshing().next, RefreshAnswered{200, by_them});
    CHECK(last.commands == Commands{StopTimer{Timer::refresh}, timer(Timer::expiry, 1'768s)});
    CHECK(last.next.exchange == Exchange::none);
}

TEST_CASE("a refresh refused with 491 goes again after the time of RFC 3261, 14.1",
          "[unit][session]") {
    const auto refused = step(refreshing().next, RefreshAnswered{491});
    CHECK(refused.commands == Commands{StartTimer{Timer::refresh, 2'100ms, 4'000ms}});
    CHECK(step(refused.next, reinvite).commands == Commands{TakeOffer{}});
    CHECK(step(refused.next, Due{Timer::refresh}).commands == Commands{SendReinvite{}});
    const auto theirs = step(refreshing({.we_called = false}).next, RefreshAnswered{491});
    CHECK(theirs.commands == Commands{StartTimer{Timer::refresh, 0ms, 2'000ms}});
}

TEST_CASE("a refresh that falls into their re-INVITE waits for its end", "[unit][session]") {
    const auto last = after({IntervalAgreed{by_us}, reinvite, Due{Timer::refresh}});
    CHECK(last.commands == Commands{StartTimer{Timer::refresh, 2'100ms, 4'000ms}});
    CHECK(after(last.next, {AckCame{}, Due{Timer::refresh}}).commands == Commands{SendReinvite{}});
}

TEST_CASE("a refresh that finds no call, or no answer, ends it", "[unit][session]") {
    const int code = GENERATE(408, 481);
    const auto last = step(refreshing().next, RefreshAnswered{code});
    CHECK(commands<SendBye>(last));
    CHECK(commands(last, TellOver{By::local, std::nullopt, "session_expired"}));
}

TEST_CASE("a refresh that is too short for them asks for more, once", "[unit][session]") {
    const auto raised = step(refreshing().next, RefreshAnswered{422, {}, 3'600s});
    CHECK(raised.commands == Commands{SendReinvite{}});
    CHECK(raised.next.interval->expires == 3'600s);
    CHECK_FALSE(commands<SendReinvite>(step(raised.next, RefreshAnswered{422, {}, 7'200s})));
}

TEST_CASE("a refresh refused in another way is tried twice more before the end",
          "[unit][session]") {
    const auto first = step(refreshing().next, RefreshAnswered{503});
    CHECK(first.commands == Commands{timer(Timer::refresh, 225s)});
    const auto second = after(first.next, {Due{Timer::refresh}, RefreshAnswered{503}});
    CHECK(second.commands == Commands{timer(Timer::refresh, 112'500ms)});
    CHECK(after(second.next, {Due{Timer::refresh}, RefreshAnswered{503}}).commands.empty());
}

TEST_CASE("a transfer is told at its last NOTIFY (RFC 3515)", "[unit][session]") {
    CHECK(after({ReferAsked{}}).commands == Commands{SendRefer{}, timer(Timer::transfer, 32s)});
    const auto ringing = after({ReferAsked{}, ReferAnswered{202}, NotifyCame{180}});
    // Who is called may ring as long as a transfer node waits, 5 min; NOTIFYs of it need not come.
    CHECK(ringing.commands == Commands{timer(Timer::transfer, 330s)});
    CHECK(commands(after({ReferAsked{}, ReferAnswered{202}}), timer(Timer::transfer, 330s)));
    CHECK(step(ringing.next, NotifyCame{200, true}).commands ==
          Commands{StopTimer{Timer::transfer}, TellTransferred{true, 200}});
    CHECK(step(ringing.next, NotifyCame{486, true}).commands ==
          Commands{StopTimer{Timer::transfer}, TellTransferred{false, 486}});
    CHECK(commands(step(ringing.next, NotifyCame{180, true}), TellTransferred{false, 180}));
    CHECK(commands(step(ringing.next, Due{Timer::transfer}), TellTransferred{false, 0}));
}

TEST_CASE("a transfer that is refused, or not subscribed to, is told at once", "[unit][session]") {
    CHECK(commands(after({ReferAsked{}, ReferAnswered{603}}), TellTransferred{false, 603}));
    CHECK(commands(after({ReferAsked{}, ReferAnswered{202, true}}), TellTransferred{true, 202}));
}

TEST_CASE("a NOTIFY may be faster than the 202", "[unit][session]") {
    const auto last = after({ReferAsked{}, NotifyCame{200, true}, ReferAnswered{202}});
    CHECK(last.commands.empty());
    CHECK(last.next.transfer == Transfer::none);
}

TEST_CASE("a call whose re-INVITE is never acknowledged is hung up (RFC 3261, 14.2)",
          "[unit][session]") {
    const auto missed = after({reinvite, AckMissed{}});
    CHECK(missed.commands.front() == Command{SendBye{102}});
    CHECK(commands(missed, TellOver{By::local, std::nullopt, "not_acknowledged"}));
    CHECK(missed.next.life == Life::closing);
    CHECK(after({reinvite, AckCame{}, AckMissed{}}).commands.empty());
}

TEST_CASE("a second transfer takes the place of the first", "[unit][session]") {
    const auto again = after({ReferAsked{}, ReferAnswered{202}, ReferAsked{}});
    CHECK(again.commands == Commands{SendRefer{}, timer(Timer::transfer, 32s)});
    CHECK(again.next.transfer == Transfer::asked);
    CHECK(commands<SendRefer>(after({ReferAsked{}, ReferAnswered{603}, ReferAsked{}})));
}
