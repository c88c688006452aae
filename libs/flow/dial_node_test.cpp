#include "flow/dial_node.hpp"

#include <catch2/catch.hpp>

using namespace hatif::flow;
using namespace std::chrono_literals;

TEST_CASE("a dial node places the call and lets it ring for its timeout", "[flow][dial]") {
    const Scope scope{{}, {}, "dialing", ""};
    CHECK(enter(DialNode{.timeout = 20s, .enable_amd = false}, scope).commands ==
          Commands{PlaceCall{false}, StartTimer{0, 20s}});
}

TEST_CASE("what the dial met chooses the output", "[flow][dial]") {
    struct Row {
        Outcome met;
        const char* output;
    };
    for (const auto& [met, output] :
         {Row{Outcome::completed, "onAnswer"}, Row{Outcome::no_answer, "onNoAnswer"},
          Row{Outcome::busy, "onBusy"}, Row{Outcome::rejected, "onRejected"},
          Row{Outcome::voicemail, "onVoicemail"}, Row{Outcome::failed, "onError"}}) {
        CHECK(leave_after(met) == Leave{{Output{output}}});
    }
}
