#include "flow/record_node.hpp"

#include "flow/read_graph.hpp"

#include <catch2/catch.hpp>

using namespace hatif::flow;
using namespace std::chrono_literals;

namespace {

const Variables no_variables;
const Sources nobody;
const Scope scope{no_variables, nobody, "answered", "human"};

const RecordNode asks_for_message{60s, 3s, true, '#', "message"};

RecordingOver over(std::string why, bool spoke) {
    return {0, "rec-1", std::move(why), spoke, 4s, std::nullopt};
}

Commands after(const RecordState& state, const Event& event) {
    return step(asks_for_message, state, event).commands;
}

RecordNode read(const std::string& config) {
    const auto graph = read_graph(R"({"startNodeId":"dial","nodes":[{"id":"dial","type":"dial"},
        {"id":"it","type":"record","config":)" +
                                  config + "}]}");
    REQUIRE(graph);
    return std::get<RecordNode>(graph->find(NodeId{"it"})->kind);
}

} // namespace

TEST_CASE("a record node begins a recording of its lengths", "[flow][record]") {
    CHECK(enter(asks_for_message, scope).commands == Commands{Record{0, 60s, 3s, true}});
}

TEST_CASE("what was said is kept: its id in the variable, and onComplete", "[flow][record]") {
    for (const auto* why : {"silence", "max_duration", "stopped"}) {
        CHECK(after(Recording{}, over(why, true)) ==
              Commands{NoteRecorded{"rec-1", why, 4s},
                       SetVariable{"message", {std::string{"rec-1"}}},
                       Leave{{Output{"onComplete"}}}});
    }
}

TEST_CASE("when nothing was said a record node leaves by onTimeout", "[flow][record]") {
    CHECK(after(Recording{}, over("nothing_said", false)) ==
          Commands{NoteRecorded{"rec-1", "nothing_said", 4s}, Leave{{Output{"onTimeout"}}}});
    CHECK(after(Stopping{}, over("stopped", false)).back() ==
          Command{Leave{{Output{"onTimeout"}}}});
}

TEST_CASE("a recording that failed is the node's error, with its reason", "[flow][record]") {
    auto full = over("failed", true);
    CHECK(std::get<Leave>(after(Recording{}, full).back()).fault->code == "recording_failed");
    full.fault = Fault{"disk_full", "no room"};
    CHECK(std::get<Leave>(after(Recording{}, full).back()) ==
          leave_failed({"disk_full", "no room"}));
}

TEST_CASE("the terminator stops a recording once, other keys change nothing", "[flow][record]") {
    const auto stopped = step(asks_for_message, Recording{}, KeyPressed{'#'});
    CHECK(stopped.commands == Commands{StopRecording{0}});
    CHECK(step(asks_for_message, stopped.next, KeyPressed{'#'}).commands.empty());
    CHECK(after(Recording{}, KeyPressed{'1'}).empty());
    const RecordNode without{60s, 3s, true, std::nullopt, {}};
    CHECK(step(without, Recording{}, KeyPressed{'#'}).commands.empty());
    CHECK(after(Recorded{}, over("silence", true)).empty());
}

TEST_CASE("a record node that is let go stops its recording", "[flow][record]") {
    CHECK(release(RecordState{Recording{}}) == Commands{StopRecording{0}});
    CHECK(release(RecordState{Stopping{}}).empty());
}

TEST_CASE("a record node has the defaults of the API", "[flow][record]") {
    CHECK(read("{}") == RecordNode{60s, 3s, true, std::nullopt, ""});
    CHECK(read(R"({"maxDuration":5000,"silenceTimeout":700,"beep":false,"terminator":"#",
                   "variable":"m"})") == RecordNode{5s, 700ms, false, '#', "m"});
}
