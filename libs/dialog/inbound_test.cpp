#include "dialog/inbound.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <vector>

using namespace hatif::dialog::inbound;
using hatif::dialog::Cause;
using hatif::dialog::Forget;
using hatif::dialog::result_of;
using hatif::dialog::TellAnswered;
using hatif::dialog::TellRefused;

namespace {

const AcceptAsked accept{true};
const Acknowledged ack{true};

/// Hears an INVITE, feeds the events, and returns what the last one led to.
Step after(const std::vector<Event>& events) {
    Step last = step(Arrived{}, Heard{});
    for (const auto& event : events) last = step(last.next, event);
    return last;
}

bool ignored(const Event& late, const std::vector<Event>& before) {
    const auto here = after(before).next;
    const auto there = step(here, late);
    return there.next == here && there.commands.empty();
}

TellRefused told(int code, std::optional<int> q850 = std::nullopt) {
    return {{.cause = Cause::response, .code = code, .q850 = q850}};
}

/// The reason that a call's last words give.
std::string reason_of(const Step& step) {
    for (const auto& command : step.commands) {
        if (const auto* it = std::get_if<TellRefused>(&command))
            return result_of(it->refusal).reason;
    }
    return "none";
}

} // namespace

TEST_CASE("an INVITE is answered by 100 at once, and rings when nobody decides soon",
          "[dialog][inbound]") {
    CHECK(after({}).commands == Commands{SendTrying{}, StartTimer{Timer::ring}});
    CHECK(after({TimerFired{}}).commands == Commands{SendRinging{}, StartTimer{Timer::guard}});
}

TEST_CASE("a call that came is up when our 200 is acknowledged, not before", "[dialog][inbound]") {
    CHECK(after({accept}).commands == Commands{SendOk{}, StartTimer{Timer::guard}});
    CHECK(after({accept, ack}).commands == Commands{BeginSession{}, TellAnswered{}});
    CHECK(after({TimerFired{}, accept, ack}).next == State{HandedOver{}});
}

TEST_CASE("an offer that we cannot speak is refused with 488", "[dialog][inbound]") {
    const auto refused = after({AcceptAsked{false}});
    CHECK(refused.commands.front() == Command{SendRefusal{488}});
    CHECK(refused.commands.back() == Command{Forget{}});
    CHECK(reason_of(refused) == "media_refused");
}

TEST_CASE("an ACK that does not answer our offer ends the call by BYE", "[dialog][inbound]") {
    const auto closed = after({accept, Acknowledged{false}});
    CHECK(closed.next == State{HandedOver{}});
    CHECK(closed.commands.at(1) == Command{DropSession{88}});
    CHECK(reason_of(closed) == "media_refused");
}

TEST_CASE("a refusal that was asked for is sent, and nothing is told", "[dialog][inbound]") {
    CHECK(after({RefuseAsked{404}}).commands == Commands{SendRefusal{404}, Forget{}});
    CHECK(after({TimerFired{}, RefuseAsked{480}}).commands == Commands{SendRefusal{480}, Forget{}});
}

TEST_CASE("hanging up what was not taken is a refusal by its cause", "[dialog][inbound]") {
    CHECK(after({HangUpAsked{17}}).commands == Commands{SendRefusal{486}, told(486), Forget{}});
    CHECK(after({HangUpAsked{21}}).commands == Commands{SendRefusal{603}, told(603), Forget{}});
    CHECK(after({HangUpAsked{}}).commands == Commands{SendRefusal{480}, told(480), Forget{}});
}

TEST_CASE("a caller that gives up is answered by 487 (RFC 3261, 9.2 and 15.1.2)",
          "[dialog][inbound]") {
    CHECK(after({CancelReceived{}}).commands == Commands{SendRefusal{487}, told(487), Forget{}});
    CHECK(after({TimerFired{}, ByeReceived{31}}).commands ==
          Commands{SendRefusal{487}, told(487, 31), Forget{}});
}

TEST_CASE("CANCEL does nothing to a call that was taken (RFC 3261, 9.2)", "[dialog][inbound]") {
    CHECK(ignored(CancelReceived{}, {accept}));
    CHECK(ignored(CancelReceived{}, {accept, ack}));
}

TEST_CASE("a 200 that is never acknowledged ends in BYE (RFC 3261, 13.3.1.4)",
          "[dialog][inbound]") {
    const Event missing = GENERATE(Event{AckMissing{}}, Event{TimerFired{}});
    CHECK(after({accept, missing}).commands ==
          Commands{BeginSession{}, DropSession{102}, TellRefused{{.cause = Cause::timeout}}});
    CHECK(after({accept, missing, SessionOver{}}).commands == Commands{Forget{}});
}

TEST_CASE("their BYE before the ACK ends the call", "[dialog][inbound]") {
    CHECK(after({accept, ByeReceived{}}).commands == Commands{told(487), Forget{}});
    CHECK(ignored(ack, {accept, ByeReceived{}}));
}

TEST_CASE("our BYE waits for the ACK, or for the end of waiting (RFC 3261, 15)",
          "[dialog][inbound]") {
    CHECK(after({accept, HangUpAsked{}}).commands == Commands{told(480)});
    const Event end = GENERATE(Event{ack}, Event{AckMissing{}}, Event{TimerFired{}});
    const auto closed = after({accept, HangUpAsked{}, end});
    CHECK(closed.next == State{HandedOver{}});
    CHECK(std::holds_alternative<DropSession>(closed.commands.back()));
    CHECK(reason_of(closed) == "none"); // it was told already
    CHECK(after({accept, HangUpAsked{}, ByeReceived{}}).commands == Commands{Forget{}});
}

TEST_CASE("nobody decides: the guard refuses with 480", "[dialog][inbound]") {
    CHECK(after({TimerFired{}, TimerFired{}}).commands ==
          Commands{SendRefusal{480}, told(480), Forget{}});
}

TEST_CASE("an established call is the session's until it is over", "[dialog][inbound]") {
    CHECK(after({accept, ack, HangUpAsked{31}}).commands == Commands{HangUp{31}});
    CHECK(after({accept, ack, SessionOver{}}).commands == Commands{Forget{}});
    CHECK(ignored(HangUpAsked{}, {accept, ack, SessionOver{}}));
}

TEST_CASE("a late wish does nothing to a call that came", "[dialog][inbound]") {
    CHECK(ignored(accept, {accept}));
    CHECK(ignored(accept, {CancelReceived{}}));
    CHECK(ignored(RefuseAsked{480}, {accept, ack}));
    CHECK(ignored(TimerFired{}, {accept, ack}));
    CHECK(ignored(AckMissing{}, {accept, ack}));
}

TEST_CASE("in any order of events a call that came has one final answer, one outcome, and is "
          "forgotten once",
          "[dialog][inbound][law]") {
    const std::vector<Event> all{
        Heard{},       AcceptAsked{true}, AcceptAsked{false}, RefuseAsked{404},
        HangUpAsked{}, CancelReceived{},  Acknowledged{true}, Acknowledged{false},
        AckMissing{},  ByeReceived{},     SessionOver{},      TimerFired{}};
    std::mt19937 random{1};
    for (int round = 0; round < 5'000; ++round) {
        State state = Arrived{};
        int finals = 0;
        int ends = 0;
        int forgotten = 0;
        bool refused_on_wish = false;
        bool answered = false;
        bool begun = false;
        for (int i = 0; i < 120; ++i) {
            const auto& event = all[random() % all.size()];
            const auto next = step(state, event);
            for (const auto& command : next.commands) {
                CHECK(forgotten == 0);
                const bool ok = std::holds_alternative<SendOk>(command);
                const bool refusal = std::holds_alternative<SendRefusal>(command);
                finals += ok || refusal;
                if (refusal) refused_on_wish = std::holds_alternative<RefuseAsked>(event);
                answered = answered || std::holds_alternative<TellAnswered>(command);
                begun = begun || std::holds_alternative<BeginSession>(command);
                const bool ends_here = std::holds_alternative<TellRefused>(command);
                if (ends_here) CHECK_FALSE(answered);
                if (std::holds_alternative<HangUp>(command)) CHECK(begun);
                ends += ends_here || std::holds_alternative<TellAnswered>(command);
                forgotten += std::holds_alternative<Forget>(command);
            }
            state = next.next;
        }
        REQUIRE(finals == 1);
        REQUIRE(ends == (refused_on_wish ? 0 : 1));
        REQUIRE(forgotten == 1);
        REQUIRE(state == State{Over{}});
    }
}

TEST_CASE("timers alone decide any call that nobody decides", "[dialog][inbound][law]") {
    const std::vector<std::vector<Event>> pasts{
        {},
        {accept},
        {TimerFired{}, accept},
        {accept, HangUpAsked{}},
    };
    for (const auto& past : pasts) {
        auto state = after(past).next;
        for (int i = 0; i < 2; ++i) state = step(state, TimerFired{}).next;
        const bool over = state == State{Over{}} || state == State{HandedOver{}};
        CHECK(over);
    }
}
