#include "program_scheduler/content/service_fixture.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::program_scheduler;
using program_scheduler::testing::fields_of;
using program_scheduler::testing::reason_of;
using program_scheduler::testing::ServiceFixture;
using rpc::Role;
namespace v1 = program::v1;

namespace {

const std::string anyone = "0192f3a4-0000-7000-8000-000000000001";
const std::string graph = R"({"startNodeId":"call","nodes":[
    {"id":"call","type":"dial","config":{},"outputs":{"default":"end"}},
    {"id":"end","type":"hangup","config":{},"outputs":{}}]})";

struct Programs : ServiceFixture {
    Programs() {
        v1::CreateFlowRequest flow;
        flow.set_name("Reminder");
        flow.set_graph(graph);
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
    std::string launched(const std::string& id) {
        v1::LaunchProgramRequest request;
        request.set_id(id);
        v1::LaunchProgramResponse answer;
        REQUIRE(reason_of(programs->LaunchProgram(as(Role::manager, ours).get(), request, &answer))
                    .empty());
        return answer.execution_id();
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

} // namespace

TEST_CASE_METHOD(Programs,
                 "what a program needs is required, null or not sent",
                 "[program_scheduler][programs]") {
    v1::CreateProgramRequest nothing;
    CHECK(refused(nothing) == "name flowId audienceId didPool");
    for (const auto* path : {"name", "flowId", "audienceId"}) nothing.add_cleared(path);
    CHECK(refused(nothing) == "name flowId audienceId didPool");

    auto poolless = good;
    poolless.clear_did_pool();
    CHECK(refused(poolless) == "didPool");
    poolless.add_cleared("didPool"); // sent as []
    v1::Program program;
    CHECK(reason_of(create(poolless, program)) == "EMPTY_DID_POOL");
}

TEST_CASE_METHOD(Programs,
                 "a program's name has 1 to 255 characters",
                 "[program_scheduler][programs]") {
    for (const std::size_t length : {1U, 255U}) {
        good.set_name(std::string(length, 'x'));
        CHECK(refused(good).empty());
    }
    for (const std::size_t length : {0U, 256U}) {
        good.set_name(std::string(length, 'x'));
        CHECK(refused(good) == "name");
    }
}

TEST_CASE_METHOD(Programs,
                 "a program's zone is a place, the organization's unless it says one",
                 "[program_scheduler][programs]") {
    CHECK(created(good).timezone() == "Africa/Casablanca");
    good.set_timezone("Europe/Paris");
    CHECK(created(good).timezone() == "Europe/Paris");
    for (const auto* none : {"GMT+3", "EST", "ACT", "Mars/Base", ""}) {
        good.set_timezone(none);
        CAPTURE(none);
        CHECK(refused(good) == "timezone");
    }
}

TEST_CASE_METHOD(Programs,
                 "without retries, their delay and number say nothing",
                 "[program_scheduler][programs]") {
    auto& strategy = *good.mutable_retry_strategy();
    strategy.set_type(v1::RETRY_TYPE_NONE);
    strategy.set_delay_minutes(-1);
    strategy.set_max_retries(99);
    const auto program = created(good);
    CHECK(program.retry_strategy().type() == v1::RETRY_TYPE_NONE);
    CHECK_FALSE(program.retry_strategy().has_max_retries());
    CHECK_FALSE(program.retry_strategy().has_delay_minutes());
}

TEST_CASE_METHOD(Programs,
                 "a strategy has a delay and 0 to 10 retries",
                 "[program_scheduler][programs]") {
    auto& strategy = *good.mutable_retry_strategy();
    strategy.set_type(v1::RETRY_TYPE_FIXED_DELAY);
    CHECK(refused(good) == "retryStrategy.delayMinutes retryStrategy.maxRetries");
    strategy.set_delay_minutes(0.5);
    for (const auto retries : {0U, 10U}) {
        strategy.set_max_retries(retries);
        CHECK(created(good).retry_strategy().max_retries() == retries);
    }
    strategy.set_max_retries(11);
    CHECK(refused(good) == "retryStrategy.maxRetries");
}

TEST_CASE_METHOD(Programs,
                 "programs are walked by cursor, newest first",
                 "[program_scheduler][programs]") {
    std::string made, walked;
    for (const auto* name : {"a", "b", "c", "d", "e"}) {
        good.set_name(name);
        made = created(good).name() + made;
    }
    v1::ListProgramsRequest request;
    request.set_limit(2);
    for (bool more = true; more;) {
        v1::ListProgramsResponse page;
        REQUIRE(programs->ListPrograms(as(Role::agent, ours).get(), request, &page).ok());
        for (const auto& program : page.data()) walked += program.name();
        more = page.meta().has_next_cursor();
        request.set_cursor(page.meta().next_cursor());
    }
    CHECK(walked == made);
}

TEST_CASE_METHOD(Programs,
                 "a program's executions are listed in pages and walked by cursor",
                 "[program_scheduler][programs]") {
    const auto program = created(good).id();
    std::vector<std::string> made, walked;
    for (int i = 0; i < 3; ++i) {
        made.insert(made.begin(), launched(program));
        cancel(made.front());
    }
    v1::ListProgramExecutionsRequest request;
    request.set_id(program);
    request.set_limit(2);
    v1::ListProgramExecutionsResponse page;
    for (bool more = true; more;) {
        REQUIRE(programs->ListProgramExecutions(as(Role::agent, ours).get(), request, &page).ok());
        CHECK(page.meta().total() == 3);
        CHECK(page.meta().total_pages() == 2);
        for (const auto& execution : page.data()) walked.push_back(execution.id());
        more = page.meta().has_next_cursor();
        request.set_cursor(page.meta().next_cursor());
    }
    CHECK(walked == made);
    CHECK(page.meta().page() == 2);

    request.clear_cursor();
    request.set_status(v1::EXECUTION_STATUS_RUNNING);
    REQUIRE(programs->ListProgramExecutions(as(Role::agent, ours).get(), request, &page).ok());
    CHECK(page.meta().total() == 0);
    request.set_sort_by("name");
    CHECK(fields_of(programs->ListProgramExecutions(as(Role::agent, ours).get(), request, &page)) ==
          "sortBy");
}

TEST_CASE_METHOD(Programs,
                 "an execution says when it may call: from its launch, without an end",
                 "[program_scheduler][programs]") {
    v1::GetExecutionRequest request;
    request.set_id(launched(created(good).id()));
    v1::Execution execution;
    REQUIRE(executions->GetExecution(as(Role::agent, ours).get(), request, &execution).ok());
    CHECK(execution.scheduled_start_at().seconds() == execution.created_at().seconds());
    CHECK(execution.has_scheduled_start_at());
    CHECK_FALSE(execution.has_scheduled_stop_at());
    CHECK_FALSE(execution.has_auto_pause_rules());
}

TEST_CASE_METHOD(Programs,
                 "other services learn whose an execution is from its launch on",
                 "[program_scheduler][programs]") {
    const auto program = created(good).id();
    const auto execution = launched(program);
    CHECK(described(execution, ours) == program);
    CHECK(described(execution, theirs) == "EXECUTION_NOT_FOUND");
    CHECK(described(anyone, ours) == "EXECUTION_NOT_FOUND");
    CHECK(described("x", ours) == "EXECUTION_NOT_FOUND");
    v1::DescribeExecutionRequest request;
    v1::ExecutionDescription answer;
    CHECK(reason_of(lookup->DescribeExecution(as(Role::admin, ours).get(), request, &answer)) ==
          "FORBIDDEN");
}
