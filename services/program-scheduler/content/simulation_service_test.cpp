#include "program_scheduler/content/content_fixture.hpp"

#include <hatif/program/v1/flow_lookup_service.grpc.pb.h>
#include <hatif/program/v1/simulation_service.grpc.pb.h>

using namespace hatif;
using program_scheduler::testing::Content;
using program_scheduler::testing::fields_of;
using program_scheduler::testing::graph_playing;
using program_scheduler::testing::reason_of;
using rpc::Role;
namespace v1 = program::v1;

namespace {

struct Simulations : Content {
    std::unique_ptr<v1::SimulationService::Stub> stub = v1::SimulationService::NewStub(channel());
    v1::SimulateFlowRequest request;
    v1::FlowSimulation answer;
    std::string fields;

    std::string reason() {
        const auto status = stub->SimulateFlow(as(Role::agent, ours).get(), request, &answer);
        fields = fields_of(status);
        return reason_of(status);
    }
};

constexpr const char* telling_the_name =
    R"({"startNodeId":"d","nodes":[
    {"id":"d","type":"dial","config":{"enableAMD":false},"outputs":{"onAnswer":"n"}},
    {"id":"n","type":"set_variable","config":{"variable":"name",
        "value":{"source":"system","name":"sys.contactName"}},"outputs":{"onSuccess":"h"}},
    {"id":"h","type":"hangup"}]})";

} // namespace

TEST_CASE_METHOD(Simulations,
                 "a flow is tried with its audio's titles and lengths, and tells what no call took",
                 "[program_scheduler][content][simulation]") {
    v1::UploadAudioRequest::Header header;
    header.set_title("Good evening");
    request.set_graph(graph_playing(uploaded(header).id()));
    request.set_scenarios(
        R"([{"name":"good","script":["answer"]},{"name":"bad","script":["busy"]}])");
    REQUIRE(reason() == "");
    INFO(answer.ShortDebugString());
    REQUIRE(answer.scenarios_size() == 2);
    const auto& good = answer.scenarios(0);
    CHECK(good.name() == "good");
    CHECK(good.answered());
    CHECK(good.outcome() == type::v1::OUTCOME_COMPLETED);
    REQUIRE(good.heard_size() == 1);
    CHECK(good.heard(0).text() == "Good evening");
    CHECK(good.heard(0).duration_ms() == 1'000);
    CHECK(good.script_steps() == 1);
    CHECK(answer.scenarios(1).outcome() == type::v1::OUTCOME_BUSY);
    CHECK(answer.coverage().nodes_never_entered_size() == 0);
    CHECK(answer.coverage().nodes() > 1);

    const auto flow = created("Reminder", request.graph());
    request.clear_graph();
    request.set_flow_id(flow.id());
    REQUIRE(reason() == "");
    CHECK(answer.scenarios(0).heard_size() == 1);
    request.set_version(2);
    CHECK(reason() == "FLOW_NOT_FOUND");
}

TEST_CASE_METHOD(Simulations,
                 "who is called may be there, or be told in the request",
                 "[program_scheduler][content][simulation]") {
    const auto id = base::Uuid::v7(base::SystemClock{}.now()).to_string();
    request.set_graph(telling_the_name);
    request.set_script(R"(["answer"])");
    REQUIRE(reason() == "");
    CHECK(answer.scenarios(0).variables() == R"({"name":null})");

    request.mutable_contact()->set_contact_id(id);
    CHECK(reason() == "CONTACT_NOT_FOUND");
    auto& callee = audiences().callee.emplace();
    callee.set_contact_id(id);
    (*callee.mutable_fields())["firstName"] = "Zineb";
    callee.set_custom_attributes(R"({"balance":1,"tags":["a"]})");
    REQUIRE(reason() == "");
    CHECK(answer.scenarios(0).variables() == R"({"name":"Zineb"})");

    request.mutable_contact()->set_fields(R"({"lastName":"Alami"})");
    REQUIRE(reason() == "");
    CHECK(answer.scenarios(0).variables() == R"({"name":"Zineb Alami"})");

    callee.set_refusal(contact::v1::REFUSAL_DO_NOT_CALL);
    CHECK(reason() == "CONFLICT");
}

TEST_CASE_METHOD(Simulations,
                 "what cannot be tried is refused, and says what is wrong",
                 "[program_scheduler][content][simulation]") {
    CHECK(reason() == "VALIDATION");
    CHECK(fields == "script");
    request.set_script(R"(["answer", {"dtmf": "x"}])");
    CHECK(reason() == "VALIDATION");
    CHECK(fields == "script[1].dtmf");
    request.set_script(R"(["answer"])");
    CHECK(reason() == "VALIDATION");
    CHECK(fields == "flowId");
    request.set_graph(graph_playing("01920000-0000-7000-8000-000000000000"));
    CHECK(reason() == "FLOW_INVALID");
    request.set_graph(telling_the_name);
    request.set_initial_variables(R"({"a":[1]})");
    CHECK(reason() == "VALIDATION");
    CHECK(fields == "initialVariables.a");
    request.clear_initial_variables();
    request.mutable_contact()->set_fields(R"({"shoeSize":42})");
    CHECK(reason() == "VALIDATION");
    CHECK(fields == "contact.fields.shoeSize");
    request.clear_contact();
    request.set_flow_id("01920000-0000-7000-8000-000000000000");
    CHECK(reason() == "VALIDATION");
    request.clear_graph();
    CHECK(reason() == "FLOW_NOT_FOUND");
}

TEST_CASE_METHOD(Simulations,
                 "calls that take too many steps together are refused, not waited for",
                 "[program_scheduler][content][simulation]") {
    const auto audio = uploaded().id();
    const auto play = [&](const std::string& id, const std::string& next) {
        return R"({"id":")" + id +
               R"(","type":"play","config":{"audioItems":[{"type":"audioFile","audioId":")" +
               audio + R"("}]},"outputs":{"onComplete":")" + next + R"("}})";
    };
    request.set_graph(R"({"startNodeId":"d","nodes":[{"id":"d","type":"dial","config":{},"outputs":
        {"onAnswer":"a"}},)" +
                      play("a", "b") + "," + play("b", "c") + "," + play("c", "a") + "]}");
    std::string all = R"(["answer"])";
    for (int i = 1; i < 1'000; ++i) all += R"(,["answer"])";
    request.set_scenarios("[" + all + "]");
    CHECK(reason() == "VALIDATION");
    CHECK(fields == "scenarios");
}

TEST_CASE_METHOD(Simulations,
                 "services read a flow of the organization in any version, deleted or not",
                 "[program_scheduler][content][simulation]") {
    const auto lookup = v1::FlowLookupService::NewStub(channel());
    const auto flow = created("Reminder", telling_the_name);
    v1::ReadFlowGraphRequest wanted;
    wanted.set_organization_id(ours.value().to_string());
    wanted.set_flow_id(flow.id());
    v1::FlowGraph graph;
    const auto read = [&] {
        return reason_of(lookup->ReadFlowGraph(as_service().get(), wanted, &graph));
    };
    CHECK(read() == "");
    CHECK(graph.graph() == telling_the_name);
    CHECK(graph.version() == 1);
    REQUIRE(deleted_flow(flow.id()) == "");
    CHECK(read() == "FLOW_NOT_FOUND");
    wanted.set_version(1);
    CHECK(read() == "");
    wanted.set_organization_id(theirs.value().to_string());
    CHECK(read() == "FLOW_NOT_FOUND");
    CHECK(reason_of(lookup->ReadFlowGraph(as(Role::admin, ours).get(), wanted, &graph)) != "");
}
