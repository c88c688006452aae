#pragma once

#include "program_scheduler/content/service_fixture.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <string>

/// For tests: programs, their executions, and what they need to be launched.
namespace hatif::program_scheduler::testing {

namespace v1 = program::v1;
using rpc::Role;

inline const std::string anyone = "0192f3a4-0000-7000-8000-000000000001";
inline const std::string callable_graph = R"({"startNodeId":"call","nodes":[
    {"id":"call","type":"dial","config":{},"outputs":{"default":"end"}},
    {"id":"end","type":"hangup","config":{},"outputs":{}}]})";

struct Programs : ServiceFixture {
    Programs() {
        v1::CreateFlowRequest flow;
        flow.set_name("Reminder");
        flow.set_graph(callable_graph);
        v1::Flow saved;
        const auto flows = v1::FlowService::NewStub(channel());
        REQUIRE(reason_of(flows->CreateFlow(as(Role::manager, ours).get(), flow, &saved)).empty());
        const auto dids = v1::DidService::NewStub(channel());
        v1::CreateDidRequest did;
        did.set_number("+212522000001");
        v1::Did made;
        REQUIRE(reason_of(dids->CreateDid(as_platform().get(), did, &made)).empty());
        v1::AssignDidRequest to;
        to.set_id(made.id());
        to.set_organization_id(ours.value().to_string());
        REQUIRE(reason_of(dids->AssignDid(as_platform().get(), to, &made)).empty());
        good.set_name("Spring");
        good.set_flow_id(saved.id());
        good.set_audience_id(anyone);
        good.add_did_pool("+212522000001");
    }

    grpc::Status create(const v1::CreateProgramRequest& request, v1::Program& program) {
        return programs->CreateProgram(as(Role::manager, ours).get(), request, &program);
    }
    v1::Program created(const v1::CreateProgramRequest& request) {
        v1::Program program;
        REQUIRE(reason_of(create(request, program)).empty());
        return program;
    }
    std::string refused(const v1::CreateProgramRequest& request) {
        v1::Program program;
        return fields_of(create(request, program));
    }
    grpc::Status change(const v1::UpdateProgramRequest& request, v1::Program& program) {
        return programs->UpdateProgram(as(Role::manager, ours).get(), request, &program);
    }
    v1::Program changed(const v1::UpdateProgramRequest& request) {
        v1::Program program;
        REQUIRE(reason_of(change(request, program)).empty());
        return program;
    }
    /// The reason, or "".
    std::string removed(const std::string& id) {
        v1::DeleteProgramRequest request;
        request.set_id(id);
        google::protobuf::Empty nothing;
        return reason_of(programs->DeleteProgram(as(Role::manager, ours).get(), request, &nothing));
    }
    grpc::Status launch(const std::string& id, v1::LaunchProgramResponse& answer) {
        v1::LaunchProgramRequest request;
        request.set_id(id);
        return programs->LaunchProgram(as(Role::manager, ours).get(), request, &answer);
    }
    std::string launched(const std::string& id) {
        v1::LaunchProgramResponse answer;
        REQUIRE(reason_of(launch(id, answer)).empty());
        return answer.execution_id();
    }
    /// Why it is not launched: the reason, and the members that are wrong.
    std::string unlaunched(const std::string& id) {
        v1::LaunchProgramResponse answer;
        const auto status = launch(id, answer);
        return reason_of(status) + (fields_of(status).empty() ? "" : " " + fields_of(status));
    }
    v1::Execution execution(const std::string& id) {
        v1::GetExecutionRequest request;
        request.set_id(id);
        v1::Execution answer;
        REQUIRE(executions->GetExecution(as(Role::agent, ours).get(), request, &answer).ok());
        return answer;
    }
    void cancel(const std::string& execution) {
        v1::ChangeExecutionRequest request;
        request.set_id(execution);
        v1::Execution answer;
        REQUIRE(
            reason_of(executions->CancelExecution(as(Role::manager, ours).get(), request, &answer))
                .empty());
    }
    std::string described(const std::string& execution, const base::OrganizationId& of) {
        v1::DescribeExecutionRequest request;
        request.set_organization_id(of.value().to_string());
        request.set_execution_id(execution);
        v1::ExecutionDescription answer;
        const auto why = reason_of(lookup->DescribeExecution(as_service().get(), request, &answer));
        return why.empty() ? answer.program_id() : why;
    }

    v1::CreateProgramRequest good;
    std::unique_ptr<v1::ProgramService::Stub> programs = v1::ProgramService::NewStub(channel());
    std::unique_ptr<v1::ExecutionService::Stub> executions =
        v1::ExecutionService::NewStub(channel());
    std::unique_ptr<v1::ExecutionLookupService::Stub> lookup =
        v1::ExecutionLookupService::NewStub(channel());
};

} // namespace hatif::program_scheduler::testing
