#include "flow/play_node.hpp"

#include <catch2/catch.hpp>

using namespace hatif::flow;

namespace {

const PromptId hello{"hello"};
const PromptId news{"news"};
const Variables no_variables;
const Sources no_sources;
const Scope scope{no_variables, no_sources, "answered", "human"};
const PlayNode heard_out{recordings({hello, news})};
const PlayNode interruptible{recordings({hello}), true};
const Leave complete{{Output{"onComplete"}}};

} // namespace

TEST_CASE("a play node says its items in order", "[flow][play]") {
    CHECK(enter(heard_out, scope).commands == Commands{Play{0, {hello, news}}});
}

TEST_CASE("repeat says all of it again", "[flow][play]") {
    CHECK(enter({recordings({hello, news}), false, 2}, scope).commands ==
          Commands{Play{0, {hello, news, hello, news}}});
}

TEST_CASE("it goes on when all was said", "[flow][play]") {
    CHECK(step(heard_out, Playing{}, PromptOver{0}).commands == Commands{complete});
}

TEST_CASE("without barge-in a key changes nothing", "[flow][play]") {
    CHECK(step(heard_out, Playing{}, KeyPressed{'1'}).commands.empty());
}

TEST_CASE("with barge-in a key ends it and is kept", "[flow][play]") {
    CHECK(step(interruptible, Playing{}, KeyPressed{'1'}).commands ==
          Commands{StopPlaying{0}, KeepKey{'1'}, complete});
}

TEST_CASE("a recording that cannot be played is its error", "[flow][play]") {
    const Fault why{"audio_not_found", ""};
    CHECK(step(heard_out, Playing{}, PromptFailed{0, why}).commands == Commands{leave_failed(why)});
}

TEST_CASE("the end of a call stops what is playing", "[flow][play]") {
    CHECK(release(PlayState{Playing{}}) == Commands{StopPlaying{0}});
    CHECK(release(PlayState{Played{}}).empty());
}
