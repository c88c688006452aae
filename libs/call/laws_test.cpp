#include "call/any_event_testing.hpp"
#include "call/state_json.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <sstream>

// What holds for every call, whatever happens in whatever order.

using namespace hatif;
using namespace hatif::call;
using namespace hatif::call::testing;

namespace {

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

/// The recordings that nobody has stopped and that are not over.
void follow_recordings(std::set<std::pair<int, int>>& running,
                       const Event& event,
                       const Commands& commands) {
    if (const auto* it = std::get_if<RecordingOver>(&event)) {
        running.erase({it->recording.visit, it->recording.round});
    }
    for (const auto& command : commands) {
        if (const auto* it = std::get_if<Record>(&command)) {
            CHECK(running.insert({it->recording.visit, it->recording.round}).second);
        }
        if (const auto* it = std::get_if<StopRecording>(&command)) {
            running.erase({it->recording.visit, it->recording.round});
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
    for (const auto& graph : graphs_of_flows()) {
        const Script script{graph, nobody};
        for (int call = 0; call < 500; ++call) {
            State state;
            std::set<std::pair<int, int>> running;
            std::set<std::pair<int, int>> recording;
            int finished = 0;
            for (int i = 0; i < 40; ++i) {
                const auto event = i == 0 ? Event{beginning(graph)} : any_event(random, state);
                if (const auto* timer = std::get_if<TimerFired>(&event)) {
                    running.erase({timer->timer.visit, timer->timer.round});
                }
                const bool was_over = is_over(state);
                const auto [next, commands] = step(script, state, event);
                if (was_over) REQUIRE(next == state);
                follow(running, commands);
                follow_recordings(recording, event, commands);
                finished += finished_in(commands);
                if (i % 10 == 3) REQUIRE(state_from_json(to_json(next)).value() == next);
                state = next;
            }
            REQUIRE(finished == (is_over(state) ? 1 : 0));
            if (is_over(state)) REQUIRE(running.empty());
            if (is_over(state)) REQUIRE(recording.empty());
        }
    }
}

TEST_CASE("every live call ends when the callee hangs up", "[call][laws]") {
    std::mt19937 random{7};
    const auto graphs = graphs_of_flows();
    for (int call = 0; call < 4'000; ++call) {
        const auto& graph = graphs[random() % graphs.size()];
        const Script script{graph, nobody};
        State state = step(script, {}, beginning(graph)).next;
        const auto events = random() % 12;
        for (unsigned i = 0; i < events; ++i) {
            state = step(script, state, any_event(random, state)).next;
        }
        // One that did not come about may wait for a server yet; there is nobody to hang up.
        if (!state.answered && std::holds_alternative<InFlow>(state.phase)) continue;
        REQUIRE(is_over(step(script, state, HungUp{}).next));
    }
}

TEST_CASE("no wait lasts: a call ends by its timers, though nobody tells anything",
          "[call][laws]") {
    std::mt19937 random{11};
    const auto graphs = graphs_of_flows();
    for (int call = 0; call < 4'000; ++call) {
        const auto& graph = graphs[random() % graphs.size()];
        const Script script{graph, nobody};
        State state;
        std::set<std::pair<int, int>> running;
        const auto happens = [&](const Event& event) {
            auto [next, commands] = step(script, std::move(state), event);
            state = std::move(next);
            follow(running, commands);
        };
        happens(beginning(graph));
        const auto events = random() % 12;
        for (unsigned i = 0; i < events; ++i) {
            const auto event = any_event(random, state);
            if (!std::holds_alternative<TimerFired>(event)) happens(event);
        }
        for (int i = 0; i < 50 && !running.empty(); ++i) {
            const auto [visit, round] = *running.rbegin(); // that of the whole call as the last
            running.erase(std::prev(running.end()));
            happens(TimerFired{{visit, round}});
        }
        REQUIRE(is_over(state));
    }
}

TEST_CASE("what the dial met is the outcome, unless a hangup node or who takes it back says other",
          "[call][laws]") {
    std::mt19937 random{5};
    const auto graph = flow::read_graph(text_of("../../tests/flows/reminder.json")).value();
    const Script script{graph, nobody};
    int machines = 0;
    for (int call = 0; call < 3'000; ++call) {
        State state = step(script, {}, Begun{}).next;
        for (int i = 0; i < 60 && !is_over(state); ++i) {
            const auto met = state.met;
            state = step(script, state, any_event(random, state)).next;
            const auto* over = std::get_if<Over>(&state.phase);
            if (over == nullptr || !met || over->outcome == Outcome::cancelled) continue;
            if (met->outcome == Outcome::voicemail) ++machines;
            REQUIRE(over->outcome == met->outcome);
        }
    }
    CHECK(machines > 50);
}

TEST_CASE("the same events give the same commands to the byte, stored between any two or not",
          "[call][laws]") {
    for (const auto& graph : graphs_of_flows()) {
        const Script script{graph, nobody};
        const auto told = [&](unsigned seed, bool stored) {
            std::mt19937 random{seed};
            std::ostringstream all;
            State state;
            for (int i = 0; i < 40; ++i) {
                if (stored) state = state_from_json(to_json(state)).value();
                const auto event = i == 0 ? Event{beginning(graph)} : any_event(random, state);
                auto [next, commands] = step(script, std::move(state), event);
                state = std::move(next);
                for (const auto& command : commands) all << command << '\n';
                all << to_json(state) << '\n';
            }
            return all.str();
        };
        for (unsigned seed = 0; seed < 60; ++seed) {
            const auto straight = told(seed, false);
            REQUIRE(straight == told(seed, false));
            REQUIRE(straight == told(seed, true));
        }
    }
}

TEST_CASE(
    "in the flows of the transcripts, what comes with an earlier visit's ticket changes nothing",
    "[call][laws]") {
    std::mt19937 random{13};
    for (const auto& graph : graphs_of_flows()) {
        const Script script{graph, nobody};
        for (int call = 0; call < 200; ++call) {
            auto state = step(script, {}, beginning(graph)).next;
            for (int i = 0; i < 20 && !is_over(state); ++i) {
                state = step(script, state, any_event(random, state)).next;
                if (state.visits < 2) continue;
                const Ticket late{1 + static_cast<int>(random() % unsigned(state.visits - 1)),
                                  static_cast<int>(random() % 3)};
                for (const Event& event : {Event{PromptOver{late}}, Event{PromptFailed{late, {}}},
                                           Event{TimerFired{late}}, Event{RecordingOver{late}},
                                           Event{RequestOver{late}}}) {
                    const auto [next, commands] = step(script, state, event);
                    REQUIRE(commands.empty());
                    REQUIRE(next == state);
                }
            }
        }
    }
}

TEST_CASE("late events of the call itself are harmless in any order", "[call][laws]") {
    std::mt19937 random{17};
    const auto graphs = graphs_of_flows();
    for (int call = 0; call < 2'000; ++call) {
        const auto& graph = graphs[random() % graphs.size()];
        const Script script{graph, nobody};
        auto state = step(script, {}, beginning(graph)).next;
        for (auto i = random() % 15; i > 0; --i) {
            state = step(script, state, any_event(random, state)).next;
        }
        if (!state.answered || is_over(state)) continue;
        // It was answered: the dial's own events, and another beginning, come too late.
        for (const Event& event :
             {Event{Answered{}}, Event{Ringing{}}, Event{Begun{}}, Event{Begun{{}, true}},
              Event{Refused{Outcome::busy, "late", 486}}, Event{LeaseLost{}}}) {
            const auto [next, commands] = step(script, state, event);
            REQUIRE(commands.empty());
            REQUIRE(next == state);
        }
    }
}
