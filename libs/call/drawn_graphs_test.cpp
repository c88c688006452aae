#include "call/any_event_testing.hpp"
#include "call/state_json.hpp"
#include "flow/link.hpp"
#include "flow/read_graph.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

// What holds for every graph that can be read, even one that no validation would let pass.

using namespace hatif;
using namespace hatif::call;
using hatif::call::testing::any_event;
using hatif::call::testing::beginning;

namespace {

using Random = std::mt19937;

unsigned up_to(Random& random, unsigned most) {
    return static_cast<unsigned>(random() % most);
}

const std::string flow_ids[]{"0190a000-0000-7000-8000-000000000001",
                             "0190a000-0000-7000-8000-000000000002"};

/// A config of any kind of node, and its type before it.
std::string any_kind(Random& random) {
    static const std::vector<std::string> kinds{
        R"("type":"play","config":{"bargeIn":true,"audioItems":[{"type":"audioFile","audioId":"a"}]})",
        R"("type":"play","config":{"repeat":2,"audioItems":[{"type":"word","key":"a","language":"fr"}]})",
        R"("type":"say","config":{"text":"Hello","language":"en","bargeIn":true})",
        R"("type":"say","config":{"text":{"source":"variable","variableName":"v"},"language":"en"})",
        R"("type":"dtmf","config":{"variable":"v","retry":{"maxRetries":1},"prompt":[
            {"type":"text","value":"Which?","language":"en"}]})",
        R"("type":"dtmf","config":{"variable":"v","secret":true,"mode":"multi_digit",
            "multiDigitConfig":{"minDigits":2,"maxDigits":3}})",
        R"("type":"record","config":{"variable":"r","terminator":"#"})",
        R"("type":"transfer","config":{"to":"+212522000000"})",
        R"("type":"condition","config":{"condition":{"left":{"source":"variable",
            "variableName":"v"},"operator":"eq","right":"1"}})",
        R"("type":"set_variable","config":{"variable":"v","value":{"expression":"v & 1"}})",
        R"("type":"set_variable","config":{"variable":"v","value":"1"})",
        R"("type":"http_request","config":{"url":"https://a.example/{{v}}","map":[
            {"variable":"v","path":"/v","secret":true},{"variable":"w","path":"/w"}]})",
        R"("type":"http_request","config":{"method":"POST","url":"https://a.example","body":{"a":1}})",
        R"("type":"opt_out","config":{})",
        R"("type":"split","config":{"branches":[{"name":"a"},{"name":"b","weight":3}]})",
        R"("type":"goto_flow","config":{"flowId":"0190a000-0000-7000-8000-000000000001"})",
        R"("type":"goto_flow","config":{"flowId":"0190a000-0000-7000-8000-000000000002"})",
        R"("type":"hangup","config":{"outcome":"completed"})",
        R"("type":"dial","config":{"amdMode":"wait"})",
    };
    return kinds[up_to(random, static_cast<unsigned>(kinds.size()))];
}

/// Any nodes behind a dial or an answer, each with any ways on.
flow::Graph any_graph(Random& random) {
    static const std::vector<std::string> outputs{
        "default",      "onAnswer",  "onVoicemail", "onNoAnswer", "onBusy",
        "onError",      "onSuccess", "onComplete",  "onTimeout",  "onInvalid",
        "onMaxRetries", "onTrue",    "onFalse",     "onFailed",   "1",
        "12",           "a",         "b",           "404",        "2xx",
        "4xx"};
    const auto nodes = 3 + up_to(random, 8);
    std::string json;
    for (unsigned at = 0; at < nodes; ++at) {
        std::string kind = any_kind(random);
        if (at == 0) {
            kind = up_to(random, 4) == 0
                       ? R"("type":"answer")"
                       : fmt::format(R"("type":"dial","config":{{"enableAMD":{}}})",
                                     up_to(random, 2) == 0);
        }
        std::string ways;
        for (const auto& output : outputs) {
            if (up_to(random, 3) == 0) continue;
            ways += fmt::format(R"({}"{}":"n{}")", ways.empty() ? "" : ",", output,
                                up_to(random, nodes + 1)); // one of them is not there
        }
        json += fmt::format(R"({}{{"id":"n{}",{},"outputs":{{{}}}}})", at == 0 ? "" : ",", at, kind,
                            ways);
    }
    const auto draft = flow::read_draft(R"({"startNodeId":"n0","nodes":[)" + json + "]}");
    for (const auto& it : draft.problems.errors) INFO(it);
    REQUIRE(draft.problems.errors.empty());
    return draft.graph;
}

flow::Graph any_linked_graph(Random& random) {
    const auto one = any_graph(random);
    const auto two = any_graph(random);
    std::map<std::string, const flow::Graph*> others;
    if (up_to(random, 4) != 0) others.emplace(flow_ids[0], &one);
    if (up_to(random, 4) != 0) others.emplace(flow_ids[1], &two);
    return flow::link(any_graph(random), others).graph;
}

/// What was begun and is not over, as the event that tells its end.
class Pending {
public:
    void follow(const Event& event, const Commands& commands) {
        over(event);
        if (const auto* it = std::get_if<PromptFailed>(&event)) over(PromptOver{it->play});
        for (const auto& command : commands) {
            if (const auto* it = std::get_if<StartTimer>(&command)) add(TimerFired{it->timer});
            if (const auto* it = std::get_if<CancelTimer>(&command)) over(TimerFired{it->timer});
            if (const auto* it = std::get_if<Play>(&command)) add(PromptOver{it->play});
            if (std::holds_alternative<StopPlaying>(command)) over_all<PromptOver>();
            if (const auto* it = std::get_if<Record>(&command)) {
                add(RecordingOver{it->recording, "id", "silence", true});
            }
            if (const auto* it = std::get_if<Request>(&command)) add(RequestOver{it->request, 200});
            if (const auto* it = std::get_if<CancelRequest>(&command)) {
                over(RequestOver{it->request, 200});
            }
            if (std::holds_alternative<Answer>(command)) add(Answered{});
        }
    }

    /// Any of them but the end of the whole call's time.
    std::optional<Event> any(Random& random) const {
        auto open = open_;
        std::erase(open, Event{TimerFired{whole_call}});
        if (open.empty()) return std::nullopt;
        return open[up_to(random, static_cast<unsigned>(open.size()))];
    }

    template <class Kind>
    bool has() const {
        return std::any_of(open_.begin(), open_.end(),
                           [](const Event& it) { return std::holds_alternative<Kind>(it); });
    }

private:
    void add(Event event) {
        // No two of the same kind and ticket at once.
        CHECK(std::find(open_.begin(), open_.end(), event) == open_.end());
        open_.push_back(std::move(event));
    }
    void over(const Event& event) {
        std::erase_if(open_, [&](const Event& it) { return same(it, event); });
    }
    template <class Kind>
    void over_all() {
        std::erase_if(open_, [](const Event& it) { return std::holds_alternative<Kind>(it); });
    }
    static bool same(const Event& one, const Event& other) {
        if (one.index() != other.index()) return false;
        if (const auto* it = std::get_if<RequestOver>(&one)) {
            return it->request == std::get<RequestOver>(other).request;
        }
        if (const auto* it = std::get_if<RecordingOver>(&one)) {
            return it->recording == std::get<RecordingOver>(other).recording;
        }
        return one == other;
    }

    std::vector<Event> open_;
};

/// A call through any graph, and what it has begun.
struct DrawnCall {
    explicit DrawnCall(Random& random) : graph{any_linked_graph(random)} {
        happens(beginning(graph));
    }

    Commands happens(const Event& event) {
        const auto [next, commands] = step({graph, sources}, state, event);
        pending.follow(event, commands);
        state = next;
        return commands;
    }

    flow::Graph graph;
    flow::Sources sources{.system = {{"sys.contactId", std::string{"c"}},
                                     {"sys.contactPhone", std::string{"+212600000000"}}}};
    State state{};
    Pending pending{};
};

constexpr int calls = 4'000;

} // namespace

TEST_CASE("through any graph, in any order of events: what is begun ends with the call",
          "[call][drawn]") {
    Random random{20'261'123};
    int over = 0;
    for (int i = 0; i < calls; ++i) {
        DrawnCall call{random};
        for (int event = 0; event < 30; ++event) {
            const auto open = call.pending.any(random);
            call.happens(open && up_to(random, 2) == 0 ? *open : any_event(random, call.state));
            if (event % 10 == 3) {
                REQUIRE(state_from_json(to_json(call.state)).value() == call.state);
            }
        }
        if (!is_over(call.state)) continue;
        ++over;
        REQUIRE_FALSE(call.pending.has<TimerFired>());
        REQUIRE_FALSE(call.pending.has<RequestOver>());
        REQUIRE_FALSE(call.pending.has<PromptOver>());
    }
    CHECK(over > calls / 2);
}

TEST_CASE("through any graph the end is final: nothing that comes late does more than to hang up "
          "an answer that "
          "crossed",
          "[call][drawn]") {
    Random random{2};
    for (int i = 0; i < calls; ++i) {
        DrawnCall call{random};
        for (int event = 0; event < 20 && !is_over(call.state); ++event) {
            call.happens(any_event(random, call.state));
        }
        if (!is_over(call.state)) continue;
        const auto before = call.state;
        for (int event = 0; event < 20; ++event) {
            const auto late = any_event(random, call.state);
            const bool crossed = std::holds_alternative<Answered>(late) && !before.answered;
            REQUIRE(call.happens(late) == (crossed ? Commands{Bye{}} : Commands{}));
            REQUIRE(call.state == before);
        }
    }
}

TEST_CASE("through any graph what comes with the ticket of an earlier visit changes nothing",
          "[call][drawn]") {
    Random random{3};
    int late = 0;
    for (int i = 0; i < calls; ++i) {
        DrawnCall call{random};
        for (int event = 0; event < 30 && !is_over(call.state); ++event) {
            if (call.state.visits > 1) {
                const Ticket old{1 + static_cast<int>(up_to(
                                         random, static_cast<unsigned>(call.state.visits) - 1)),
                                 static_cast<int>(up_to(random, 2))};
                const Event stale[]{PromptOver{old}, TimerFired{old}, RequestOver{old, 200},
                                    RecordingOver{old, "id", "silence", true},
                                    PromptFailed{old, {"x", ""}}};
                const bool flows = std::holds_alternative<InFlow>(call.state.phase);
                for (const auto& one : stale) {
                    if (!flows) break;
                    const auto [next, commands] = step({call.graph, call.sources}, call.state, one);
                    REQUIRE(next == call.state);
                    REQUIRE(commands.empty());
                    ++late;
                }
            }
            const auto open = call.pending.any(random);
            call.happens(open && up_to(random, 2) == 0 ? *open : any_event(random, call.state));
        }
    }
    CHECK(late > 10'000);
}

TEST_CASE(
    "through any graph every wait has a way out of its own, before the whole call's time is over",
    "[call][drawn]") {
    Random random{4};
    for (int i = 0; i < calls / 4; ++i) {
        DrawnCall call{random};
        for (unsigned event = up_to(random, 10); event > 0; --event) {
            call.happens(any_event(random, call.state));
        }
        for (int event = 0; event < 5'000 && !is_over(call.state); ++event) {
            const auto open = call.pending.any(random);
            INFO(to_json(call.state));
            REQUIRE(open);
            call.happens(*open);
        }
        REQUIRE(is_over(call.state));
    }
}
