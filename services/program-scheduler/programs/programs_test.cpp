#include "program_scheduler/programs/programs_fixture.hpp"

using namespace hatif;
using namespace hatif::program_scheduler;
using program_scheduler::testing::anyone;
using program_scheduler::testing::fields_of;
using program_scheduler::testing::Programs;
using program_scheduler::testing::reason_of;
using rpc::Role;
namespace v1 = program::v1;

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
