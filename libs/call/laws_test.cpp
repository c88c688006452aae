#include "call/call.hpp"
#include "call/state_json.hpp"
#include "flow/read_graph.hpp"

#include <catch2/catch.hpp>

#include <array>
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

AmdDecided any_verdict(bool machine) {
    detection::Verdict verdict;
    if (machine) verdict.answerer = detection::Answerer::machine;
    return {verdict};
}

RecordingOver any_end_of_recording(Ticket ticket, int which) {
    constexpr std::array why{"silence", "nothing_said", "max_duration", "stopped", "failed"};
    const bool failed = which == 4;
    return {ticket,     "id", why.at(static_cast<std::size_t>(which)),
            which != 1, {},   failed ? std::optional{Fault{"disk_full", ""}} : std::nullopt};
}

constexpr std::array flows{"consent.json",       "pin.json",           "account.json",
                           "code.json",          "reminder.json",      "reminder_wait.json",
                           "reminder_mute.json", "reminder_deaf.json", "voice_box.json"};

/// How the call of such a flow begins.
Begun beginning(const flow::Graph& graph) {
    return {{}, graph.find(graph.start)->type == "answer"};
}

/// Any event, with tickets near those that the call uses; now and then a good one.
Event any_event(std::mt19937& random, const State& state) {
    const auto up_to = [&](int most) {
        return static_cast<int>(random() % static_cast<unsigned>(most));
    };
    const Ticket near{up_to(3) == 0 ? up_to(6) : state.visits, up_to(3)};
    switch (up_to(22)) {
    case 0:
        return Begun{{}, up_to(2) == 0};
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
    case 13:
    case 14:
        return any_verdict(up_to(2) == 0);
    case 15:
        return BeepAwaited{up_to(2) == 0};
    case 16:
    case 17:
        return any_end_of_recording(near, up_to(5));
    case 18:
        return TransferOver{up_to(2) == 0, 486};
    case 19:
        return TimerFired{up_to(2) == 0 ? verdict_due : beep_due};
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
    for (const auto* name : flows) {
        const auto graph = graph_of(name);
        const Script script{graph, nobody};
        for (int call = 0; call < 800; ++call) {
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
    for (int call = 0; call < 1'800; ++call) {
        const auto graph = graph_of(flows[random() % flows.size()]);
        const Script script{graph, nobody};
        State state = step(script, {}, beginning(graph)).next;
        const auto events = random() % 12;
        for (unsigned i = 0; i < events; ++i) {
            state = step(script, state, any_event(random, state)).next;
        }
        REQUIRE(is_over(step(script, state, HungUp{}).next));
    }
}

TEST_CASE("no wait lasts: a call ends by its timers, though nobody tells anything",
          "[call][laws]") {
    std::mt19937 random{11};
    for (int call = 0; call < 1'800; ++call) {
        const auto graph = graph_of(flows[random() % flows.size()]);
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
    const auto graph = graph_of("reminder.json");
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

TEST_CASE("the same events give the same call", "[call][laws]") {
    const auto graph = graph_of("reminder.json");
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
