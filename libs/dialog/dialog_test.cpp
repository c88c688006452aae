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

TEST_CASE("an 18x is told as ringing, once for each code", "[unit][dialog]") {
    CHECK(after({Provisional{100}}).commands.empty());
    CHECK(after({Provisional{100}, Provisional{180}}).commands == Commands{TellRinging{180}});
    CHECK(after({Provisional{180}, Provisional{180}}).commands.empty());
    CHECK(after({Provisional{180}, Provisional{183}}).commands == Commands{TellRinging{183}});
    CHECK(after({Provisional{180}, Provisional{199}}).commands.empty());
}

TEST_CASE("an answer is acknowledged and told", "[unit][dialog]") {
    CHECK(after({Provisional{180}, with_media}).commands == Commands{SendAck{}, TellAnswered{}});
    CHECK(after({with_media}).commands == Commands{SendAck{}, TellAnswered{}});
}

TEST_CASE("an answer whose media we cannot speak is hung up", "[unit][dialog]") {
    const auto last = after({Accepted{false}});
    CHECK(last.commands ==
          Commands{SendAck{}, Drop{88}, TellRefused{{.cause = Cause::media, .code = 200}}});
    CHECK(step(last.next, SessionOver{}).commands == Commands{Forget{}});
}

TEST_CASE("a refusal is told, with whether it rang before", "[unit][dialog]") {
    CHECK(after({Declined{busy}}).commands == Commands{TellRefused{busy}, Forget{}});
    CHECK(after({Provisional{180}, Declined{busy}}).commands ==
          Commands{TellRefused{rung(busy)}, Forget{}});
}

TEST_CASE("a ringing call that is not wanted any more is cancelled", "[unit][dialog]") {
    CHECK(after({Provisional{180}, NoAnswerWanted{}}).commands ==
          Commands{SendCancel{}, StartGuard{}});
    CHECK(after({Provisional{180}, NoAnswerWanted{}, Declined{{.code = 487}}}).commands ==
          Commands{TellRefused{timed_out(true)}, Forget{}});
}

TEST_CASE("CANCEL tells the cause that it was given, now or when it may go", "[unit][dialog]") {
    CHECK(after({Provisional{180}, NoAnswerWanted{19}}).commands ==
          Commands{SendCancel{19}, StartGuard{}});
    CHECK(after({NoAnswerWanted{19}, Provisional{100}}).commands == Commands{SendCancel{19}});
}

TEST_CASE("CANCEL waits for the first 1xx", "[unit][dialog]") {
    CHECK(after({NoAnswerWanted{}}).commands == Commands{StartGuard{}});
    CHECK(after({NoAnswerWanted{}, Provisional{100}}).commands == Commands{SendCancel{}});
    CHECK(after({NoAnswerWanted{}, Provisional{100}, Provisional{180}}).commands.empty());
}

TEST_CASE("an answer that crosses CANCEL is acknowledged and hung up", "[unit][dialog]") {
    const auto ringing = after({Provisional{180}, NoAnswerWanted{}, with_media});
    CHECK(ringing.commands == Commands{SendAck{}, Drop{}, TellRefused{timed_out(true, true)}});
    CHECK(step(ringing.next, SessionOver{}).commands == Commands{Forget{}});
    CHECK(after({NoAnswerWanted{}, with_media}).commands ==
          Commands{SendAck{}, Drop{}, TellRefused{timed_out(false, true)}});
}

TEST_CASE("a trunk that never says its last word after CANCEL is let go", "[unit][dialog]") {
    CHECK(after({Provisional{180}, NoAnswerWanted{}, GuardFired{}}).commands ==
          Commands{TellRefused{timed_out(true)}, Forget{}});
    CHECK(after({NoAnswerWanted{}, GuardFired{}}).commands ==
          Commands{TellRefused{timed_out()}, Forget{}});
}

TEST_CASE("whatever refusal follows CANCEL, the ring timeout is the reason", "[unit][dialog]") {
    const std::vector<Event> refusals{Declined{busy}, Challenged{challenge},
                                      TooShort{{.code = 422}}, Redirected{{.code = 302}}};
    for (const auto& refusal : refusals) {
        CHECK(after({Provisional{180}, NoAnswerWanted{}, refusal}).commands ==
              Commands{TellRefused{timed_out(true)}, Forget{}});
        CHECK(after({NoAnswerWanted{}, refusal}).commands ==
              Commands{TellRefused{timed_out()}, Forget{}});
    }
}

TEST_CASE("a challenge is answered once", "[unit][dialog]") {
    CHECK(after({Challenged{challenge}}).commands == Commands{SendInvite{}});
    CHECK(after({Provisional{100}, Challenged{challenge}}).commands == Commands{SendInvite{}});
    CHECK(after({Challenged{challenge}, Provisional{100}, Challenged{challenge}}).commands ==
          Commands{TellRefused{challenge}, Forget{}});
    CHECK(after({Challenged{challenge}, Provisional{180}, with_media}).commands ==
          Commands{SendAck{}, TellAnswered{}});
}

TEST_CASE("a challenge for a nonce that is too old is answered once more, and no third time",
          "[unit][dialog]") {
    const Challenged stale{challenge, true};
    CHECK(after({Challenged{challenge}, stale}).commands == Commands{SendInvite{}});
    CHECK(after({stale, stale}).commands == Commands{SendInvite{}});
    CHECK(after({stale, stale, stale}).commands == Commands{TellRefused{challenge}, Forget{}});
}

TEST_CASE("a session that is too short for them is asked for again, once", "[unit][dialog]") {
    const TooShort longer{{.code = 422}};
    CHECK(after({longer}).commands == Commands{SendInvite{}});
    CHECK(after({Provisional{100}, longer, longer}).commands ==
          Commands{TellRefused{{.code = 422}}, Forget{}});
}

TEST_CASE("a redirection is followed once", "[unit][dialog]") {
    const Redirected there{{.code = 302}};
    CHECK(after({there}).commands == Commands{SendInvite{}});
    CHECK(after({there, Provisional{100}, there}).commands ==
          Commands{TellRefused{{.code = 302}}, Forget{}});
    CHECK(after({there, Challenged{challenge}}).commands == Commands{SendInvite{}});
}

TEST_CASE("a call is forgotten when its session is over", "[unit][dialog]") {
    CHECK(after({with_media, SessionOver{}}).commands == Commands{Forget{}});
}

TEST_CASE("what comes late or out of turn changes nothing", "[unit][dialog]") {
    CHECK(ignored(Provisional{180}, {with_media}));
    CHECK(ignored(NoAnswerWanted{}, {with_media}));
    CHECK(ignored(GuardFired{}, {with_media}));
    CHECK(ignored(with_media, {with_media}));
    CHECK(ignored(with_media, {Declined{busy}}));
    CHECK(ignored(SessionOver{}, {Provisional{180}}));
    CHECK(ignored(NoAnswerWanted{}, {Provisional{180}, NoAnswerWanted{}}));
}

TEST_CASE("in any order of events a call tells its end once, and is forgotten once",
          "[unit][dialog]") {
    const std::vector<Event> all{
        Provisional{100}, Provisional{180}, Accepted{true},         Accepted{false},
        Declined{busy},   Challenged{busy}, Challenged{busy, true}, TooShort{busy},
        Redirected{busy}, NoAnswerWanted{}, NoAnswerWanted{17},     SessionOver{},
        GuardFired{}};
    std::mt19937 random{1};
    for (int round = 0; round < 2'000; ++round) {
        State state = Calling{};
        int ends = 0;
        int sessions = 0;
        int forgotten = 0;
        for (int i = 0; i < 400; ++i) {
            auto next = step(state, all[random() % all.size()]);
            for (const auto& command : next.commands) {
                REQUIRE(forgotten == 0);
                // A session that is not dropped tells its end itself.
                sessions += std::holds_alternative<SendAck>(command);
                sessions -= std::holds_alternative<Drop>(command);
                ends += std::holds_alternative<TellRefused>(command);
                forgotten += std::holds_alternative<Forget>(command);
            }
            state = next.next;
        }
        REQUIRE(ends + sessions == 1);
        REQUIRE(forgotten == 1);
        REQUIRE(state == State{Over{}});
    }
}

TEST_CASE("from wherever a call stands, giving up and time alone end it", "[unit][dialog]") {
    const std::vector<Event> all{Provisional{100}, Provisional{183}, Accepted{true},
                                 Accepted{false},  Challenged{busy}, TooShort{busy},
                                 Redirected{busy}, NoAnswerWanted{}};
    std::mt19937 random{2};
    for (int round = 0; round < 5'000; ++round) {
        State state = Calling{};
        for (auto i = random() % 8; i > 0; --i) {
            state = step(state, all[random() % all.size()]).next;
        }
        for (const Event& way_out :
             {Event{NoAnswerWanted{}}, Event{GuardFired{}}, Event{SessionOver{}}}) {
            state = step(state, way_out).next;
        }
        REQUIRE(state == State{Over{}});
    }
}
