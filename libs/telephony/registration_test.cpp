#include "telephony/registration.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <sstream>

using namespace hatif::telephony::registration;
using namespace std::chrono_literals;

namespace {

/// What the machine does about each event, a line each.
class Told {
public:
    std::string operator()(const Event& event) {
        auto result = step(state, event);
        state = result.next;
        std::ostringstream text;
        for (const auto& command : result.commands)
            text << (text.tellp() > 0 ? ", " : "") << command;
        return text.str();
    }

    State state = Wanted{};
};

} // namespace

TEST_CASE("300 s are asked for, and asked again after half of what was granted",
          "[unit][registration]") {
    Told told;
    CHECK(told(Started{}) == "register for 300 s");
    CHECK(told(Granted{120s}) == "tell registered, timer in 60 s");
    CHECK(told(TimerFired{}) == "register for 300 s");
    CHECK(told(Granted{0s}) == "tell registered, timer in 150 s");
}

TEST_CASE("a challenge is answered once, a stale nonce again", "[unit][registration]") {
    Told told;
    told(Started{});
    CHECK(told(Challenged{}) == "register for 300 s");
    CHECK(told(Challenged{true}) == "register for 300 s");
    CHECK(told(Challenged{}) == "tell registration_refused_401, timer in 30 s or less");
}

TEST_CASE("who says stale for ever is not believed", "[unit][registration]") {
    Told told;
    told(Started{});
    int asked = 0;
    while (std::holds_alternative<Asking>(told.state)) asked += !told(Challenged{true}).empty();
    CHECK(asked == 4);
}

TEST_CASE("423 is asked again for as long as they want (RFC 3261, 10.2.8)",
          "[unit][registration]") {
    Told told;
    told(Started{});
    CHECK(told(TooBrief{1'800s}) == "register for 1800 s");
    CHECK(told(Granted{1'800s}) == "tell registered, timer in 900 s");
    told(TimerFired{});
    CHECK(told(TooBrief{86'400s}) == "tell registration_refused_423, timer in 30 s or less");
}

TEST_CASE("after failures the pauses grow (RFC 5626, 4.5)", "[unit][registration]") {
    Told told;
    told(Started{});
    CHECK(told(Refused{403}) == "tell registration_refused_403, timer in 30 s or less");
    CHECK(told(TimerFired{}) == "register for 300 s");
    CHECK(told(NoAnswer{}) == "tell registration_timeout, timer in 60 s or less");
    told(TimerFired{});
    CHECK(told(Refused{503, 600s}) == "tell registration_refused_503, timer in 600 s or less");
    for (int i = 0; i < 9; ++i) {
        told(TimerFired{});
        told(NoAnswer{});
    }
    told(TimerFired{});
    CHECK(told(NoAnswer{}) == "tell registration_timeout, timer in 1800 s or less");
    told(TimerFired{});
    CHECK(told(Granted{300s}) == "tell registered, timer in 150 s");
}

TEST_CASE("a refresh that is not answered is no reason yet: half of the time is left",
          "[unit][registration]") {
    Told told;
    told(Started{});
    told(Granted{300s});
    told(TimerFired{});
    CHECK(told(NoAnswer{}) == "timer in 30 s or less");
    told(TimerFired{});
    CHECK(told(NoAnswer{}) == "tell registration_timeout, timer in 60 s or less");
}

TEST_CASE("what is not wanted any more is taken back", "[unit][registration]") {
    Told told;
    told(Started{});
    told(Granted{300s});
    CHECK(told(Stopped{}) == "register for 0 s");
    CHECK(told(Challenged{}) == "register for 0 s");
    CHECK(told(Granted{0s}) == "finish");
    CHECK(std::holds_alternative<Over>(told.state));
}

TEST_CASE("whatever happens in whatever order, it asks only when it is due, and stays over",
          "[unit][registration]") {
    std::mt19937 random{11};
    for (int round = 0; round < 2'000; ++round) {
        Told told;
        bool open = false;
        for (int i = 0; i < 30; ++i) {
            const std::vector<Event> all{Started{},    Granted{60s}, Challenged{}, TooBrief{500s},
                                         Refused{500}, NoAnswer{},   TimerFired{}, Stopped{}};
            const auto event = all[random() % all.size()];
            const bool was_over = std::holds_alternative<Over>(told.state);
            const auto said = told(event);
            if (was_over) REQUIRE(said.empty());
            const bool asks = said.find("register for") != std::string::npos;
            const bool answers = event.index() >= 1 && event.index() <= 5;
            // Two requests at a time only when the wish is taken back.
            if (asks && open && !answers) {
                REQUIRE(std::holds_alternative<Stopped>(event));
            }
            open = asks || (open && !answers);
        }
    }
}
