#include "program_scheduler/content/content_fixture.hpp"

#include <hatif/program/v1/did_service.grpc.pb.h>
#include <hatif/program/v1/execution_service.grpc.pb.h>
#include <hatif/program/v1/program_service.grpc.pb.h>

using namespace hatif;
using namespace hatif::program_scheduler;
using program_scheduler::testing::Content;
using program_scheduler::testing::graph_playing;
using program_scheduler::testing::graph_saying;
using program_scheduler::testing::reason_of;
using rpc::Role;
namespace v1 = program::v1;

namespace {

/// Flows that run.
struct Running : Content {
    std::string launched(const v1::Flow& flow) {
        v1::CreateDidRequest did;
        did.set_number("+212522000001");
        v1::Did number;
        REQUIRE(reason_of(dids->CreateDid(as_platform().get(), did, &number)).empty());
        v1::AssignDidRequest to;
        to.set_id(number.id());
        to.set_organization_id(ours.value().to_string());
        REQUIRE(reason_of(dids->AssignDid(as_platform().get(), to, &number)).empty());
        v1::CreateProgramRequest request;
        request.set_name("Spring");
        request.set_flow_id(flow.id());
        request.set_audience_id(ours.value().to_string());
        request.add_did_pool("+212522000001");
        v1::Program program;
        const auto manager = [&] { return as(Role::manager, ours); };
        REQUIRE(reason_of(programs->CreateProgram(manager().get(), request, &program)).empty());
        v1::LaunchProgramRequest launch;
        launch.set_id(program.id());
        v1::LaunchProgramResponse answer;
        REQUIRE(reason_of(programs->LaunchProgram(manager().get(), launch, &answer)).empty());
        return answer.execution_id();
    }

    void cancel(const std::string& execution) {
        v1::ChangeExecutionRequest request;
        request.set_id(execution);
        v1::Execution answer;
        const auto context = as(Role::manager, ours);
        REQUIRE(reason_of(executions->CancelExecution(context.get(), request, &answer)).empty());
    }

    /// The flow as it is saved next names nothing any more.
    void empty(const v1::Flow& flow) {
        v1::UpdateFlowRequest change;
        change.set_id(flow.id());
        change.set_graph("{}");
        updated(change);
    }

    std::unique_ptr<v1::DidService::Stub> dids = v1::DidService::NewStub(channel());
    std::unique_ptr<v1::ProgramService::Stub> programs = v1::ProgramService::NewStub(channel());
    std::unique_ptr<v1::ExecutionService::Stub> executions =
        v1::ExecutionService::NewStub(channel());
};

} // namespace

TEST_CASE_METHOD(Running,
                 "an audio is in use while an execution runs by a version that plays it",
                 "[program_scheduler][content]") {
    const auto audio = uploaded();
    const auto flow = created("Reminder", graph_playing(audio.id()));
    const auto execution = launched(flow);
    empty(flow);
    CHECK(deleted_audio(audio.id()) == "AUDIO_IN_USE");
    REQUIRE(deleted_flow(flow.id()).empty());
    CHECK(deleted_audio(audio.id()) == "AUDIO_IN_USE");
    cancel(execution);
    CHECK(deleted_audio(audio.id()).empty());
}

TEST_CASE_METHOD(Running,
                 "a dictionary is in use while an execution runs by a version that speaks with it",
                 "[program_scheduler][content]") {
    const auto numbers = dictionary("Numbers", "fr");
    const auto flow = created("Balance", graph_saying(R"({"type":"number","value":"21",)"
                                                      R"("language":"fr","dictionaryId":")" +
                                                      numbers.id() + R"("})"));
    REQUIRE(flow.validation().valid());
    const auto execution = launched(flow);
    empty(flow);
    CHECK(deleted_dictionary(numbers.id()) == "DICTIONARY_IN_USE");
    cancel(execution);
    CHECK(deleted_dictionary(numbers.id()).empty());
}

TEST_CASE_METHOD(Running,
                 "what a linked flow plays is in use while an execution goes on with that version",
                 "[program_scheduler][content]") {
    const auto audio = uploaded();
    const auto end = created("End", graph_playing(audio.id()));
    const auto begin = created("Begin", R"({"startNodeId":"d","nodes":[
      {"id":"d","type":"dial","config":{},"outputs":{"onAnswer":"on"}},
      {"id":"on","type":"goto_flow","config":{"flowId":")" +
                                            end.id() + R"("}}]})");
    const auto execution = launched(begin);
    empty(end);
    CHECK(deleted_audio(audio.id()) == "AUDIO_IN_USE");
    cancel(execution);
    CHECK(deleted_audio(audio.id()).empty());
}
