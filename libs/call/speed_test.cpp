#include "call/call.hpp"
#include "flow/read_graph.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <new>
#include <thread>

// What a step of a call costs, and what a waiting call holds. Allocations are counted, not guessed;
// the time is told, for docs/performance.md.

using namespace hatif;
using namespace hatif::call;

namespace {

struct Heap {
    std::size_t allocations = 0;
    std::ptrdiff_t live = 0; // bytes
};
Heap heap;

} // namespace

void* operator new(std::size_t size) {
    auto* const it = std::malloc(size);
    if (it == nullptr) throw std::bad_alloc{};
    heap.allocations += 1;
    heap.live += static_cast<std::ptrdiff_t>(malloc_usable_size(it));
    return it;
}

void operator delete(void* it) noexcept {
    if (it != nullptr) heap.live -= static_cast<std::ptrdiff_t>(malloc_usable_size(it));
    std::free(it);
}

void operator delete(void* it, std::size_t) noexcept {
    operator delete(it);
}

namespace {

const flow::Sources nobody;

/// Nineteen nodes and an end, with ids, labels and recordings as an editor writes them.
flow::Graph campaign() {
    std::string nodes = R"({"id":"node-1700000000000-call","type":"dial","config":{},
        "outputs":{"onAnswer":"node-1700000000000-p0","default":"node-1700000000000-end"}},)";
    for (int i = 0; i < 6; ++i) {
        nodes += fmt::format(
            R"({{"id":"node-1700000000000-p{0}","type":"play","label":"Greeting number {0} of the campaign",
                 "config":{{"audioItems":[{{"type":"audioFile",
                   "audioId":"0192f3a4-0000-7000-8000-00000000000{0}"}}]}},
                 "outputs":{{"onComplete":"node-1700000000000-q{0}"}}}},
                {{"id":"node-1700000000000-q{0}","type":"dtmf","label":"Question number {0}",
                 "config":{{"timeout":4000,"singleDigitConfig":{{"allowedDigits":"12"}},
                   "retry":{{"maxRetries":2}},"prompt":[{{"type":"audioFile",
                   "audioId":"0192f3a4-0000-7000-8000-0000000000a{0}"}}]}},
                 "outputs":{{"branches":{{"1":"node-1700000000000-s{0}",
                   "2":"node-1700000000000-s{0}"}},"default":"node-1700000000000-end"}}}},
                {{"id":"node-1700000000000-s{0}","type":"condition","label":"Whether to go on",
                 "config":{{"condition":{{"left":1,"operator":"eq","right":1}}}},
                 "outputs":{{"onTrue":"{1}","default":"node-1700000000000-end"}}}},)",
            i, i == 5 ? "node-1700000000000-end" : fmt::format("node-1700000000000-p{}", i + 1));
    }
    return flow::read_graph(R"({"startNodeId":"node-1700000000000-call","nodes":[)" + nodes +
                            R"({"id":"node-1700000000000-end","type":"hangup"}]})")
        .value();
}

/// What happens to a call that answers each question, once after a wrong key.
std::vector<Event> usual_call() {
    std::vector<Event> all{Begun{}, Ringing{}, Answered{}};
    for (int i = 0; i < 6; ++i) {
        const int visit = 2 + i * 3;
        all.emplace_back(PromptOver{{visit, 0}});
        all.emplace_back(PromptOver{{visit + 1, 0}});
        if (i == 2) all.emplace_back(KeyPressed{'9'});
        all.emplace_back(KeyPressed{i % 2 == 0 ? '1' : '2'});
    }
    return all;
}

} // namespace

TEST_CASE("a step takes two allocations at most", "[call][speed]") {
    std::thread{[] {}}.join(); // counts of shared texts are atomic from now on, as in a worker
    const auto graph = campaign();
    const Script script{graph, nobody};
    const auto events = usual_call();
    constexpr int calls = 20'000;
    std::vector<std::size_t> most(events.size());
    std::size_t commands = 0;
    const auto before = heap.allocations;
    const auto began = std::clock();
    for (int call = 0; call < calls; ++call) {
        State state;
        for (std::size_t i = 0; i < events.size(); ++i) {
            const auto until = heap.allocations;
            auto [next, done] = step(script, std::move(state), events[i]);
            state = std::move(next);
            commands += done.size();
            most[i] = std::max(most[i], heap.allocations - until);
        }
        if (call == 0) REQUIRE(std::get<Over>(state.phase).outcome == Outcome::completed);
    }
    const double steps = calls * static_cast<double>(events.size());
    const double took = static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
    const double allocations = static_cast<double>(heap.allocations - before) / steps;
    std::string each;
    for (const auto count : most) each += fmt::format(" {}", count);
    WARN(fmt::format("{:.0f} ns a step, {:.2f} commands, {:.2f} allocations (most of each:{})",
                     took / steps * 1e9, static_cast<double>(commands) / steps, allocations, each));
    CHECK(*std::max_element(most.begin(), most.end()) <= 2);
}

TEST_CASE("a call that waits at its last question holds less than a kibibyte", "[call][speed]") {
    const auto graph = campaign();
    const Script script{graph, nobody};
    auto events = usual_call();
    events.pop_back();
    std::vector<State> waiting;
    constexpr std::size_t calls = 1'000;
    waiting.reserve(calls);
    const auto before = heap.live;
    for (std::size_t call = 0; call < calls; ++call) {
        auto& state = waiting.emplace_back();
        for (const auto& event : events) state = step(script, std::move(state), event).next;
        REQUIRE(std::holds_alternative<InFlow>(state.phase));
    }
    const auto behind = static_cast<double>(heap.live - before) / calls;
    const auto bytes = sizeof(State) + behind;
    WARN(fmt::format("a waiting call: {} bytes, and {:.0f} behind them; a command {}, a fact {}",
                     sizeof(State), behind, sizeof(Command), sizeof(Fact)));
    CHECK(bytes < 1'024);
}
