#include "call/state_json.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::call;

namespace {

State reloaded(const State& state) {
    const auto read = state_from_json(to_json(state));
    REQUIRE(read);
    return *read;
}

} // namespace

TEST_CASE("a state that was written reads back as the same", "[call][state]") {
    State state;
    CHECK(reloaded(state) == state);
    state.steps = 7;
    state.visits = 3;
    state.visits_of = {{0, 1}, {4'999, 2}};
    state.variables = {{"null", {}},
                       {"yes", {true}},
                       {"number", {0.1 + 0.2}},
                       {"large", {1e22}},
                       {"text", {std::string{"a\nb"}, true}}};
    state.kept_key = '#';
    state.rang = state.answered = true;
    state.met = Refused{Outcome::busy, "sip_486_busy_here", 486, 17};
    for (const flow::NodeState& node :
         {flow::NodeState{flow::PlayState{flow::Playing{}}},
          flow::NodeState{flow::PlayState{flow::Played{}}},
          flow::NodeState{flow::DtmfState{flow::Asking{1, 1}}},
          flow::NodeState{flow::DtmfState{flow::Listening{2, 0}}},
          flow::NodeState{flow::DtmfState{flow::Collecting{5, 1, "0*6"}}},
          flow::NodeState{flow::DtmfState{flow::Left{}}}}) {
        state.phase = InFlow{flow::NodeId{"x"}, node};
        CHECK(reloaded(state) == state);
    }
    for (const Phase& phase : {Phase{Dialing{flow::NodeId{"dial"}}},
                               Phase{Over{Outcome::user_hangup, "why"}}, Phase{Ready{}}}) {
        state.phase = phase;
        CHECK(reloaded(state) == state);
    }
}

TEST_CASE("what is no state is refused", "[call][state]") {
    for (const auto* wrong : {"", "{", "[]", "{}", R"({"phase":{"is":"dialing"}})"}) {
        CAPTURE(wrong);
        CHECK_FALSE(state_from_json(wrong).has_value());
    }
}
