#include "reporting/story.hpp"

#include "reporting/test_events.hpp"

#include <catch2/catch.hpp>

using namespace hatif::reporting;
using namespace hatif::reporting::testing;

namespace {

v1::Attempt told(const Attempt& attempt) {
    Story story;
    for (const auto& event : attempt.events()) story.add(event);
    return story.told();
}

Attempt fresh_attempt() {
    return {uuid(10), uuid(11)};
}

/// Dialled, answered, and at a `dtmf` node of the flow.
Attempt at_question() {
    auto attempt = fresh_attempt();
    attempt.dialed().entered("call", "dial", 0).ringing().answered();
    attempt.left("call", 0, "onAnswer").entered("ask", "dtmf", 1);
    return attempt;
}

std::string time(const google::protobuf::Timestamp& at) {
    return hatif::base::to_iso8601(hatif::rpc::from_wire(at));
}

std::vector<std::string> types(const v1::Attempt& attempt) {
    std::vector<std::string> found;
    for (const auto& event : attempt.events()) found.push_back(event.type());
    return found;
}

const v1::Event& last_event(const v1::Attempt& attempt) {
    return attempt.events(attempt.events_size() - 1);
}

} // namespace

TEST_CASE("a call is dialing, ringing, answered, ended", "[reporting][story]") {
    auto attempt = fresh_attempt();
    CHECK(told(attempt.dialed()).call().status() == "dialing");
    CHECK(told(attempt.ringing()).call().status() == "ringing");
    CHECK(told(attempt.answered()).call().status() == "answered");
    attempt.event([](auto& it) { it.mutable_finished(); });
    CHECK(told(attempt).call().status() == "ended");
}

TEST_CASE("the call carries its numbers and the times of its steps", "[reporting][story]") {
    auto attempt = fresh_attempt();
    const auto call = told(attempt.dialed().ringing().answered()).call();
    CHECK(call.direction() == "outbound");
    CHECK(call.to() == "+212612345678");
    CHECK(call.from() == "+212520000001");
    CHECK(time(call.dialed_at()) == "2025-01-15T10:00:00.000Z");
    CHECK(time(call.ringing_at()) == "2025-01-15T10:00:01.000Z");
    CHECK(time(call.answered_at()) == "2025-01-15T10:00:02.000Z");
    CHECK_FALSE(call.has_terminated_at());
}

TEST_CASE("a call that never rang has no time of ringing", "[reporting][story]") {
    auto attempt = fresh_attempt();
    CHECK_FALSE(told(attempt.dialed()).call().has_ringing_at());
}

TEST_CASE("each visit of a node is an entry of the path, with the way out", "[reporting][story]") {
    auto attempt = at_question();
    attempt.left("ask", 1, "1").entered("ask", "dtmf", 2);
    const auto flow_told = told(attempt).flow_execution();
    REQUIRE(flow_told.execution_path_size() == 3);
    CHECK(flow_told.execution_path(0).node_type() == "dial");
    CHECK(flow_told.execution_path(0).output_path() == "onAnswer");
    CHECK(flow_told.execution_path(1).output_path() == "1");
    CHECK(time(flow_told.execution_path(1).left_at()) == "2025-01-15T10:00:06.000Z");
    CHECK_FALSE(flow_told.execution_path(2).has_left_at());
    CHECK(flow_told.node_execution_count() == 3);
    CHECK(flow_told.flow_name() == "Reminder");
    CHECK(flow_told.flow_version() == 3);
}

TEST_CASE("a node that failed says why", "[reporting][story]") {
    auto attempt = at_question();
    attempt.event([](auto& it) {
        it.mutable_node_left()->set_node_id("ask");
        it.mutable_node_left()->set_output("onError");
        it.mutable_node_left()->set_error("audio_not_found");
    });
    CHECK(told(attempt).flow_execution().execution_path(1).error() == "audio_not_found");
}

TEST_CASE("events have the contract's names and data", "[reporting][story]") {
    struct Row {
        const char* type;
        std::function<void(hatif::dialer::v1::CallEvent&)> fill;
        const char* data;
    };
    using Event = hatif::dialer::v1::CallEvent;
    const Row rows[] = {
        {"dial", [](Event& it) { it.mutable_dialed()->set_to("+33612345678"); },
         R"({"to":"+33612345678"})"},
        {"ringing", [](Event& it) { it.mutable_ringing()->set_sip_code(183); },
         R"({"sipCode":183})"},
        {"answer", [](Event& it) { it.mutable_answered(); }, "{}"},
        {"play", [](Event& it) { it.mutable_prompt_started()->add_audio_ids("a1"); },
         R"({"audioIds":["a1"]})"},
        {"dtmf", [](Event& it) { it.mutable_digit_heard()->set_digit("1"); }, R"({"digit":"1"})"},
        {"variable",
         [](Event& it) {
             it.mutable_variable_set()->set_name("choice");
             it.mutable_variable_set()->set_value("say \"yes\"");
         },
         R"({"name":"choice","value":"say \"yes\""})"},
        {"hangup",
         [](Event& it) {
             it.mutable_hung_up()->set_by(hatif::dialer::v1::HungUp::BY_CALLEE);
             it.mutable_hung_up()->set_q850(16);
         },
         R"({"by":"callee","q850":16})"},
        {"error",
         [](Event& it) {
             it.mutable_call_error()->set_code("audio_not_found");
             it.mutable_call_error()->set_message("no audio a1");
         },
         R"({"code":"audio_not_found","message":"no audio a1"})"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.type);
        auto attempt = fresh_attempt();
        const auto it = told(attempt.event(row.fill));
        REQUIRE(it.events_size() == 1);
        CHECK(it.events(0).type() == row.type);
        CHECK(it.events(0).data() == row.data);
        CHECK(time(it.events(0).timestamp()) == "2025-01-15T10:00:00.000Z");
    }
}

TEST_CASE("an event says at which visit of which node it happened", "[reporting][story]") {
    auto attempt = at_question();
    attempt.event([](auto& it) {
        it.mutable_digit_heard()->set_node_id("ask");
        it.mutable_digit_heard()->set_digit("1");
    });
    const auto it = told(attempt);
    CHECK(types(it) == std::vector<std::string>{"dial", "ringing", "answer", "dtmf"});
    CHECK_FALSE(it.events(0).has_node_context());
    CHECK(it.events(1).node_context().node_id() == "call");
    CHECK(last_event(it).node_context().node_id() == "ask");
    CHECK(last_event(it).node_context().node_type() == "dtmf");
    CHECK(last_event(it).node_context().node_execution_index() == 1);
}

TEST_CASE("a prompt is one event, which its end completes", "[reporting][story]") {
    auto attempt = at_question();
    attempt.event([](auto& it) {
        it.mutable_prompt_started()->set_node_id("ask");
        it.mutable_prompt_started()->add_audio_ids("a1");
    });
    attempt.event([](auto& it) {
        it.mutable_prompt_ended()->set_node_id("ask");
        it.mutable_prompt_ended()->set_interrupted(true);
    });
    CHECK(last_event(told(attempt)).type() == "play");
    CHECK(last_event(told(attempt)).data() ==
          R"({"audioIds":["a1"],"endedAt":"2025-01-15T10:00:07.000Z","interrupted":true})");
}

TEST_CASE("the final variables are those of the end", "[reporting][story]") {
    auto attempt = at_question();
    attempt.event([](auto& it) { it.mutable_finished()->set_variables(R"({"choice":1})"); });
    CHECK(told(attempt).flow_execution().final_variables() == R"({"choice":1})");
}

TEST_CASE("a call without an end shows the variables that were set last", "[reporting][story]") {
    auto attempt = at_question();
    for (const char* value : {"1", "2"}) {
        attempt.event([&](auto& it) {
            it.mutable_variable_set()->set_name("choice");
            it.mutable_variable_set()->set_value(value);
        });
    }
    CHECK(told(attempt).flow_execution().final_variables() == R"({"choice":"2"})");
}

TEST_CASE("the end brings codes and talk time", "[reporting][story]") {
    auto attempt = at_question();
    attempt.event(
        [](auto& it) { it.mutable_hung_up()->set_by(hatif::dialer::v1::HungUp::BY_PLATFORM); });
    attempt.event([](auto& it) {
        it.mutable_finished()->set_sip_code(200);
        it.mutable_finished()->set_q850(16);
        it.mutable_finished()->mutable_talk_time()->set_seconds(4);
        it.mutable_finished()->mutable_talk_time()->set_nanos(250'900'000);
    });
    const auto call = told(attempt).call();
    CHECK(call.hangup_by() == "platform");
    CHECK(call.sip_code() == 200);
    CHECK(call.q850() == 16);
    CHECK(call.duration_ms() == 4250);
    CHECK(time(call.terminated_at()) == "2025-01-15T10:00:06.000Z"); // of the hang-up
}

TEST_CASE("inputs of the engine and kinds that are not known tell nothing", "[reporting][story]") {
    auto attempt = fresh_attempt();
    attempt.dialed();
    const auto before = told(attempt).SerializeAsString();
    attempt.event([](auto& it) { it.mutable_engine_input()->set_kind("answered"); });
    attempt.event([](auto& it) { it.mutable_field_read()->set_name("firstName"); });
    attempt.event([](auto&) {});
    CHECK(told(attempt).SerializeAsString() == before);
}
