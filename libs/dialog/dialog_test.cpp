#include "dialog/dialog.hpp"

#include <catch2/catch.hpp>

#include <initializer_list>
#include <random>

using namespace hatif::dialog;

namespace {

const Refusal busy{.code = 486, .phrase = "Busy Here"};
const Refusal challenge{.code = 407};

Refusal rung(Refusal refusal) {
    refusal.rang = true;
    return refusal;
}

Refusal timed_out(bool rang = false, bool answered_late = false) {
    return {.cause = Cause::cancelled, .code = 487, .rang = rang, .answered_late = answered_late};
}

/// Sends the INVITE, feeds the events, and returns what the last one led to.
Step after(std::initializer_list<Event> events) {
    Step last{Calling{}, {}};
    for (const auto& event : events) last = step(last.next, event);
    return last;
}

bool ignored(const Event& late, std::initializer_list<Event> before) {
    const auto here = after(before).next;
    const auto there = step(here, late);
    return there.next == here && there.commands.empty();
}

const Accepted with_media{true};

} // namespace

TEST_CASE("an 18x is told as ringing, once for each code", "[dialog]") {
    CHECK(after({Provisional{100}}).commands.empty());
    CHECK(after({Provisional{100}, Provisional{180}}).commands == Commands{TellRinging{180}});
    CHECK(after({Provisional{180}, Provisional{180}}).commands.empty());
    CHECK(after({Provisional{180}, Provisional{183}}).commands == Commands{TellRinging{183}});
    CHECK(after({Provisional{180}, Provisional{199}}).commands.empty());
}

TEST_CASE("an answer is acknowledged and told", "[dialog]") {
    CHECK(after({Provisional{180}, with_media}).commands == Commands{SendAck{}, TellAnswered{}});
    CHECK(after({with_media}).commands == Commands{SendAck{}, TellAnswered{}});
}

TEST_CASE("an answer whose media we cannot speak is hung up", "[dialog]") {
    const auto last = after({Accepted{false}});
    CHECK(last.commands ==
          Commands{SendAck{}, SendBye{}, TellRefused{{.cause = Cause::media, .code = 200}}});
    CHECK(step(last.next, ByeAnswered{}).commands == Commands{Forget{}});
}

TEST_CASE("a refusal is told, with whether it rang before", "[dialog]") {
    CHECK(after({Declined{busy}}).commands == Commands{TellRefused{busy}, Forget{}});
    CHECK(after({Provisional{180}, Declined{busy}}).commands ==
          Commands{TellRefused{rung(busy)}, Forget{}});
}

TEST_CASE("a ringing call that is not wanted any more is cancelled", "[dialog][cancel]") {
    CHECK(after({Provisional{180}, NoAnswerWanted{}}).commands ==
          Commands{SendCancel{}, StartGuard{}});
    CHECK(after({Provisional{180}, NoAnswerWanted{}, Declined{{.code = 487}}}).commands ==
          Commands{TellRefused{timed_out(true)}, Forget{}});
}

TEST_CASE("hanging up before the answer is cancelling", "[dialog][cancel]") {
    CHECK(after({Provisional{180}, HangUpAsked{}}).commands ==
          Commands{SendCancel{}, StartGuard{}});
    CHECK(after({HangUpAsked{}}).commands == Commands{StartGuard{}});
}

TEST_CASE("CANCEL waits for the first 1xx", "[dialog][cancel]") {
    CHECK(after({NoAnswerWanted{}}).commands == Commands{StartGuard{}});
    CHECK(after({NoAnswerWanted{}, Provisional{100}}).commands == Commands{SendCancel{}});
    CHECK(after({NoAnswerWanted{}, Provisional{100}, Provisional{180}}).commands.empty());
}

TEST_CASE("an answer that crosses CANCEL is acknowledged and hung up", "[dialog][cancel]") {
    const auto ringing = after({Provisional{180}, NoAnswerWanted{}, with_media});
    CHECK(ringing.commands == Commands{SendAck{}, SendBye{}, TellRefused{timed_out(true, true)}});
    CHECK(step(ringing.next, ByeAnswered{}).commands == Commands{Forget{}});
    CHECK(after({NoAnswerWanted{}, with_media}).commands ==
          Commands{SendAck{}, SendBye{}, TellRefused{timed_out(false, true)}});
}

TEST_CASE("a trunk that never says its last word after CANCEL is let go", "[dialog][cancel]") {
    CHECK(after({Provisional{180}, NoAnswerWanted{}, GuardFired{}}).commands ==
          Commands{TellRefused{timed_out(true)}, Forget{}});
    CHECK(after({NoAnswerWanted{}, GuardFired{}}).commands ==
          Commands{TellRefused{timed_out()}, Forget{}});
}

TEST_CASE("whatever refusal follows CANCEL, the ring timeout is the reason", "[dialog][cancel]") {
    CHECK(after({Provisional{180}, NoAnswerWanted{}, Declined{busy}}).commands ==
          Commands{TellRefused{timed_out(true)}, Forget{}});
    CHECK(after({NoAnswerWanted{}, Challenged{challenge}}).commands ==
          Commands{TellRefused{timed_out()}, Forget{}});
}

TEST_CASE("a challenge is answered once", "[dialog][challenge]") {
    CHECK(after({Challenged{challenge}}).commands == Commands{SendInvite{}});
    CHECK(after({Provisional{100}, Challenged{challenge}}).commands == Commands{SendInvite{}});
    CHECK(after({Challenged{challenge}, Provisional{100}, Challenged{challenge}}).commands ==
          Commands{TellRefused{challenge}, Forget{}});
    CHECK(after({Challenged{challenge}, Provisional{180}, with_media}).commands ==
          Commands{SendAck{}, TellAnswered{}});
}

TEST_CASE("a challenge to our BYE is answered once", "[dialog][challenge]") {
    CHECK(after({with_media, HangUpAsked{}, Challenged{challenge}}).commands ==
          Commands{SendBye{}});
    CHECK(
        after({with_media, HangUpAsked{}, Challenged{challenge}, Challenged{challenge}}).commands ==
        Commands{Forget{}});
}

TEST_CASE("their BYE ends the call with its cause", "[dialog][bye]") {
    CHECK(after({with_media, ByeReceived{16}}).commands ==
          Commands{TellEnded{By::remote, 16}, Forget{}});
}

TEST_CASE("our BYE ends the call at once and is seen through", "[dialog][bye]") {
    CHECK(after({with_media, HangUpAsked{}}).commands == Commands{SendBye{}, TellEnded{By::local}});
    CHECK(after({with_media, HangUpAsked{}, ByeAnswered{}}).commands == Commands{Forget{}});
}

TEST_CASE("BYEs that cross are one end", "[dialog][bye]") {
    CHECK(ignored(ByeReceived{}, {with_media, HangUpAsked{}}));
}

TEST_CASE("what comes late or out of turn changes nothing", "[dialog][late]") {
    CHECK(ignored(Provisional{180}, {with_media}));
    CHECK(ignored(NoAnswerWanted{}, {with_media}));
    CHECK(ignored(GuardFired{}, {with_media}));
    CHECK(ignored(with_media, {with_media, HangUpAsked{}}));
    CHECK(ignored(HangUpAsked{}, {with_media, HangUpAsked{}}));
    CHECK(ignored(with_media, {Declined{busy}}));
    CHECK(ignored(HangUpAsked{}, {Provisional{180}, NoAnswerWanted{}}));
}

TEST_CASE("in any order of events a call tells its end once, and is forgotten once",
          "[dialog][law]") {
    const std::vector<Event> all{Provisional{100}, Provisional{180}, Accepted{true},
                                 Accepted{false},  Declined{busy},   Challenged{challenge},
                                 NoAnswerWanted{}, HangUpAsked{},    ByeReceived{},
                                 ByeAnswered{},    GuardFired{}};
    std::mt19937 random{1};
    for (int round = 0; round < 5'000; ++round) {
        State state = Calling{};
        int ends = 0;
        int forgotten = 0;
        for (int i = 0; i < 60; ++i) {
            auto next = step(state, all[random() % all.size()]);
            for (const auto& command : next.commands) {
                CHECK(forgotten == 0);
                ends += std::holds_alternative<TellRefused>(command) ||
                        std::holds_alternative<TellEnded>(command);
                forgotten += std::holds_alternative<Forget>(command);
            }
            state = next.next;
        }
        REQUIRE(ends == 1);
        REQUIRE(forgotten == 1);
        REQUIRE(state == State{Over{}});
    }
}
