#include "call/call.hpp"
#include "call/state_json.hpp"
#include "flow/read_graph.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <random>
#include <set>

// What holds for every call, whatever happens in whatever order.

using namespace hatif;
using namespace hatif::call;

namespace {

flow::Graph graph_of(const char* name) {
    std::ifstream file{std::string{"../../tests/flows/"} + name};
    const std::string json{std::istreambuf_iterator<char>{file}, {}};
    return flow::read_graph(json).value();
}

const flow::Sources nobody;

/// Any event, with tickets near those that the call uses; now and then a good one.
Event any_event(std::mt19937& random, const State& state) {
    const auto up_to = [&](int most) {
        return static_cast<int>(random() % static_cast<unsigned>(most));
    };
    const Ticket near{up_to(3) == 0 ? up_to(6) : state.visits, up_to(3)};
    switch (up_to(16)) {
    case 0:
        return Begun{};
    case 1:
        return Ringing{};
    case 2:
        return Answered{};
    case 3:
        return Refused{static_cast<Outcome>(up_to(6)), "why", 480};
    case 4:
        return PromptFailed{near, {"audio_not_found", ""}};
    case 5:
        return HungUp{};
    case 6:
        return up_to(4) == 0 ? Event{LeaseLost{}} : Event{Begun{}};
    case 7:
        return up_to(4) == 0 ? Event{CancelRequested{}} : Event{Answered{}};
    case 8:
        return up_to(4) == 0 ? Event{LineLost{"x"}} : Event{DrainEnded{}};
    case 9:
    case 10:
        return TimerFired{near};
    case 11:
    case 12:
        return KeyPressed{"0129*#"[up_to(6)]};
    default:
        return PromptOver{near};
    }
}

/// The timers that run after these commands, by their tickets.
void follow(std::set<std::pair<int, int>>& running, const Commands& commands) {
    for (const auto& command : commands) {
        if (const auto* it = std::get_if<StartTimer>(&command)) {
            CHECK(running.insert({it->timer.visit, it->timer.round}).second);
        }
        if (const auto* it = std::get_if<CancelTimer>(&command)) {
            running.erase({it->timer.visit, it->timer.round});
        }
    }
}

int finished_in(const Commands& commands) {
    int count = 0;
    for (const auto& command : commands) {
        const auto* it = std::get_if<Publish>(&command);
        if (it != nullptr && std::holds_alternative<fact::Finished>(it->what)) ++count;
    }
    return count;
}

} // namespace

TEST_CASE("in any order of events: the end is final and told once, timers end, states store",
          "[call][laws]") {
    std::mt19937 random{20'250'115};
    for (const auto* name : {"consent.json", "pin.json", "account.json", "code.json"}) {
        const auto graph = graph_of(name);
        const Script script{graph, nobody};
        for (int call = 0; call < 800; ++call) {
            State state;
            std::set<std::pair<int, int>> running;
            int finished = 0;
            for (int i = 0; i < 40; ++i) {
                const auto event = i == 0 ? Event{Begun{}} : any_event(random, state);
                if (const auto* timer = std::get_if<TimerFired>(&event)) {
                    running.erase({timer->timer.visit, timer->timer.round});
                }
                const bool was_over = is_over(state);
                const auto [next, commands] = step(script, state, event);
                if (was_over) REQUIRE(next == state);
                follow(running, commands);
                finished += finished_in(commands);
                if (i % 10 == 3) REQUIRE(state_from_json(to_json(next)).value() == next);
                state = next;
            }
            REQUIRE(finished == (is_over(state) ? 1 : 0));
            if (is_over(state)) REQUIRE(running.empty());
        }
    }
}

TEST_CASE("every live call ends when the callee hangs up", "[call][laws]") {
    std::mt19937 random{7};
    const auto graph = graph_of("consent.json");
    const Script script{graph, nobody};
    for (int call = 0; call < 800; ++call) {
        State state = step(script, {}, Begun{}).next;
        const auto events = random() % 12;
        for (unsigned i = 0; i < events; ++i) {
            state = step(script, state, any_event(random, state)).next;
        }
        REQUIRE(is_over(step(script, state, HungUp{}).next));
    }
}

TEST_CASE("the same events give the same call", "[call][laws]") {
    const auto graph = graph_of("consent.json");
    const Script script{graph, nobody};
    const auto run = [&] {
        std::mt19937 random{99};
        State state;
        Commands all;
        for (int i = 0; i < 200; ++i) {
            auto [next, commands] = step(script, state, any_event(random, state));
            state = std::move(next);
            all.insert(all.end(), commands.begin(), commands.end());
        }
        return std::pair{state, all};
    };
    CHECK(run() == run());
}
