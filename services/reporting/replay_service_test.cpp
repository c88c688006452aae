#include "base/overloaded.hpp"
#include "call/call.hpp"
#include "flow/link.hpp"
#include "flow/read_graph.hpp"
#include "reporting/test_services.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::reporting;
using namespace hatif::reporting::testing;

namespace {

const base::Uuid replayed_job = uuid(10);

/// A greeting, a question, and an end that tells by its outcome which way was taken.
std::string graph(const char* keys = "12") {
    return std::string{R"({"startNodeId":"call","nodes":[
        {"id":"call","type":"dial","config":{"enableAMD":false},"outputs":{"onAnswer":"ask"}},
        {"id":"ask","type":"dtmf","config":{"variable":"choice","singleDigitConfig":{
            "allowedDigits":")"} +
           keys + R"("},"prompt":[{"type":"audioFile","audioId":"question"}]},
         "outputs":{"onSuccess":"name","onInvalid":"end"}},
        {"id":"name","type":"set_variable","config":{"variable":"name",
            "value":{"source":"contactField","field":"firstName"}},"outputs":{"onSuccess":"end"}},
        {"id":"end","type":"hangup"}]})";
}

const std::string other_flow = uuid(20).to_string();

/// The same, in two flows: the question is the other one's.
std::string begin_graph() {
    return R"({"startNodeId":"call","nodes":[
        {"id":"call","type":"dial","config":{"enableAMD":false},"outputs":{"onAnswer":"on"}},
        {"id":"on","type":"goto_flow","config":{"flowId":")" +
           other_flow + R"("}}]})";
}

/// As the dialer tells them.
void tell(Attempt& attempt, const call::Publish& told) {
    namespace fact = call::fact;
    const auto table = base::overloaded{
        [](auto& it, const fact::Dialed&) {
            it.mutable_dialed()->set_flow_id(testing::flow.to_string());
            it.mutable_dialed()->set_flow_version(1);
            (*it.mutable_dialed()->mutable_linked_flows())[other_flow] = 1;
        },
        [](auto& it, const fact::Input& what) {
            it.mutable_engine_input()->set_kind(what.kind);
            it.mutable_engine_input()->set_data(what.data);
        },
        [](auto& it, const fact::Answered&) { it.mutable_answered(); },
        [](auto& it, const fact::NodeEntered& what) {
            auto& wire = *it.mutable_node_entered();
            wire.set_node_id(what.node.value());
            wire.set_node_type(what.type);
            wire.set_index(static_cast<std::uint32_t>(what.index));
        },
        [](auto& it, const fact::NodeLeft& what) {
            auto& wire = *it.mutable_node_left();
            wire.set_node_id(what.node.value());
            wire.set_index(static_cast<std::uint32_t>(what.index));
            wire.set_output(what.output);
        },
        [](auto& it, const fact::PromptStarted& what) {
            it.mutable_prompt_started()->set_node_id(what.node.value());
            it.mutable_prompt_started()->add_audio_ids(what.audios.front().value());
        },
        [](auto& it, const fact::PromptEnded& what) {
            it.mutable_prompt_ended()->set_node_id(what.node.value());
            it.mutable_prompt_ended()->set_interrupted(what.interrupted);
        },
        [](auto& it, const fact::DigitHeard& what) {
            it.mutable_digit_heard()->set_node_id(what.node.value());
            it.mutable_digit_heard()->set_digit(what.digit);
        },
        [](auto& it, const fact::VariableSet& what) {
            auto& wire = *it.mutable_variable_set();
            wire.set_node_id(what.node.value());
            wire.set_name(what.name);
            wire.set_value(what.value);
        },
        [](auto& it, const fact::FieldRead& what) {
            auto& wire = *it.mutable_field_read();
            wire.set_source(what.source);
            wire.set_name(what.name);
            wire.set_value(what.value);
        },
        [](auto& it, const fact::HungUp&) {
            it.mutable_hung_up()->set_by(dialer::v1::HungUp::BY_PLATFORM);
        },
        [](auto& it, const fact::Finished& what) {
            auto& wire = *it.mutable_finished();
            wire.set_outcome(type::v1::OUTCOME_COMPLETED);
            wire.set_sip_code(static_cast<std::uint32_t>(what.sip_code));
            wire.set_variables(what.variables);
        },
        [](auto&, const auto&) { FAIL("the call of this test tells no such fact"); },
    };
    attempt.event([&](auto& it) {
        it.set_step(static_cast<std::uint32_t>(told.step));
        std::visit([&](const auto& what) { table(it, what); }, told.what);
    });
}

/// A call in which "2" was pressed, at the question that is this visit.
Attempt called(const hatif::flow::Graph& with = *hatif::flow::read_graph(graph()),
               int question = 2) {
    const hatif::flow::Sources sources{.fields = {{"firstName", std::string{"Zineb"}}}};
    Attempt attempt(replayed_job, uuid(11));
    call::State state;
    for (const auto& event :
         std::vector<call::Event>{call::Begun{}, call::Answered{}, call::PromptOver{{question, 0}},
                                  call::KeyPressed{'2'}}) {
        auto [next, commands] = call::step({with, sources}, std::move(state), event);
        state = std::move(next);
        for (const auto& command : commands) {
            if (const auto* told = std::get_if<call::Publish>(&command)) tell(attempt, *told);
        }
    }
    REQUIRE(call::is_over(state));
    return attempt;
}

struct Asked {
    Reporting reporting;
    Served served{reporting};
    v1::ReplayCallRequest request;
    v1::CallReplay answer;

    Asked() {
        request.set_job_id(replayed_job.to_string());
        request.set_attempt_number(1);
        served.flows.graphs = {graph(), graph("1")};
    }
    std::string reason(const base::Uuid& by = organization) {
        const auto status = served.replays->ReplayCall(served.as(by).get(), request, &answer);
        return status.ok() ? "" : rpc::from_status(status).reason;
    }
};

} // namespace

TEST_CASE("a call is had again from its events, to the byte, by the version it was called with",
          "[reporting][integration][replay]") {
    Asked asked;
    asked.reporting.take(called());
    REQUIRE(asked.reason() == "");
    INFO(asked.answer.ShortDebugString());
    CHECK(asked.answer.identical());
    CHECK(asked.answer.same_path());
    CHECK(asked.answer.complete());
    CHECK(asked.answer.steps() == 4);
    CHECK(asked.answer.flow_version() == 1);
    CHECK(asked.answer.outcome() == "completed");
    REQUIRE(asked.answer.execution_path_size() == 4);
    CHECK(asked.answer.execution_path(1).output() == "onSuccess");
    CHECK_FALSE(asked.answer.has_difference());
}

TEST_CASE("against another flow or a draft it is told where the call goes another way",
          "[reporting][integration][replay]") {
    Asked asked;
    asked.reporting.take(called());
    asked.request.set_flow_id(testing::flow.to_string());
    REQUIRE(asked.reason() == "");
    CHECK(asked.answer.flow_version() == 2);
    CHECK_FALSE(asked.answer.same_path());
    CHECK(asked.answer.parting().step() == 4);
    CHECK(asked.answer.parting().event() == "key_pressed");
    CHECK(asked.answer.parting().node_id() == "ask");
    CHECK(asked.answer.parting().recorded_output() == "onSuccess");
    CHECK(asked.answer.parting().replayed_output() == "onInvalid");

    asked.request.clear_flow_id();
    asked.request.set_graph(graph("2"));
    REQUIRE(asked.reason() == "");
    CHECK(asked.answer.identical());
    CHECK_FALSE(asked.answer.has_flow_id());
}

TEST_CASE("what cannot be replayed is named", "[reporting][integration][replay]") {
    Asked asked;
    CHECK(asked.reason() == "JOB_NOT_FOUND");
    asked.reporting.take(called());
    CHECK(asked.reason(uuid(99)) == "JOB_NOT_FOUND");
    asked.request.set_attempt_number(2);
    CHECK(asked.reason() == "ATTEMPT_NOT_FOUND");
    asked.request.set_attempt_number(1);
    asked.request.set_flow_id(uuid(77).to_string());
    CHECK(asked.reason() == "FLOW_NOT_FOUND");
    asked.request.set_graph(graph());
    CHECK(asked.reason() == "VALIDATION");
    asked.request.clear_flow_id();
    asked.request.set_graph(R"({"startNodeId":"x","nodes":[]})");
    CHECK(asked.reason() == "FLOW_INVALID");
}

TEST_CASE("an attempt that has told nothing of its engine is not replayed",
          "[reporting][integration][replay]") {
    Asked asked;
    Attempt attempt(replayed_job, uuid(11));
    asked.reporting.take(attempt.dialed());
    asked.request.set_graph(graph());
    CHECK(asked.reason() == "ATTEMPT_NOT_REPLAYABLE");
}

TEST_CASE("a call that went on in another flow is had again with the version that it had then",
          "[reporting][integration][replay]") {
    Asked asked;
    const auto begin = *hatif::flow::read_graph(begin_graph());
    const auto other = *hatif::flow::read_graph(graph());
    asked.reporting.take(called(hatif::flow::link(begin, {{other_flow, &other}}).graph, 4));
    asked.served.flows.graphs = {begin_graph(), begin_graph()};
    asked.served.flows.linked = {{other_flow, graph()}};
    REQUIRE(asked.reason() == "");
    INFO(asked.answer.ShortDebugString());
    CHECK(asked.answer.identical());
    CHECK(asked.answer.complete());
    REQUIRE(asked.answer.execution_path_size() == 6);
    CHECK(asked.answer.execution_path(3).node_id() == other_flow + "/ask");

    asked.request.set_graph(begin_graph()); // a draft goes on with the newest
    asked.served.flows.linked = {{other_flow, graph("1")}};
    REQUIRE(asked.reason() == "");
    CHECK_FALSE(asked.answer.same_path());
    CHECK(asked.answer.parting().node_id() == other_flow + "/ask");
}
