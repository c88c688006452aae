#include "program_scheduler/programs/programs_fixture.hpp"
#include "rpc/time.hpp"

using namespace hatif;
using namespace hatif::program_scheduler;
using namespace std::chrono_literals;
using program_scheduler::testing::anyone;
using program_scheduler::testing::fields_of;
using program_scheduler::testing::Programs;
using program_scheduler::testing::reason_of;
using rpc::Role;
namespace v1 = program::v1;

namespace {

v1::UpdateProgramRequest change_of(const std::string& id) {
    v1::UpdateProgramRequest request;
    request.set_id(id);
    return request;
}

base::Instant in(base::Duration span) {
    return base::SystemClock{}.now() + span;
}

} // namespace

TEST_CASE_METHOD(Programs, "only members sent change", "[program_scheduler][programs]") {
    good.set_description("first");
    good.set_max_concurrent_calls(7);
    const auto before = created(good);
    auto request = change_of(before.id());
    request.set_name("Autumn");
    request.set_calls_per_second(2.5);
    const auto after = changed(request);
    auto expected = before;
    expected.set_name("Autumn");
    expected.set_calls_per_second(2.5);
    *expected.mutable_updated_at() = after.updated_at();
    CHECK(after.SerializeAsString() == expected.SerializeAsString());
    v1::GetProgramRequest get;
    get.set_id(before.id());
    v1::Program read;
    REQUIRE(programs->GetProgram(as(Role::agent, ours).get(), get, &read).ok());
    CHECK(read.name() == "Autumn");
    CHECK(read.description() == "first");
    CHECK(read.max_concurrent_calls() == 7);
}

TEST_CASE_METHOD(Programs,
                 "null clears what may be absent, and is refused for what may not",
                 "[program_scheduler][programs]") {
    good.set_description("first");
    good.set_timezone("Europe/Paris");
    good.set_max_concurrent_calls(7);
    good.set_priority(9);
    rpc::set(*good.mutable_stop_at(), in(1h));
    const auto id = created(good).id();
    auto request = change_of(id);
    for (const auto* path : {"description", "timezone", "maxConcurrentCalls", "priority", "stopAt",
                             "pauseWindows", "retryStrategy"}) {
        request.add_cleared(path);
    }
    const auto after = changed(request);
    CHECK_FALSE(after.has_description());
    CHECK(after.timezone() == "Africa/Casablanca");
    CHECK_FALSE(after.has_max_concurrent_calls());
    CHECK(after.priority() == 5);
    CHECK_FALSE(after.has_stop_at());

    request = change_of(id);
    for (const auto* path : {"name", "flowId", "audienceId"}) request.add_cleared(path);
    v1::Program program;
    CHECK(fields_of(change(request, program)) == "name flowId audienceId");
    request = change_of(id);
    request.add_cleared("didPool");
    CHECK(reason_of(change(request, program)) == "EMPTY_DID_POOL");
}

TEST_CASE_METHOD(Programs,
                 "a change is checked like a create, by what it names",
                 "[program_scheduler][programs]") {
    const auto id = created(good).id();
    v1::Program program;
    auto request = change_of(id);
    request.set_flow_id(anyone);
    CHECK(reason_of(change(request, program)) == "FLOW_NOT_FOUND");
    request = change_of(id);
    request.add_did_pool("+33123456789");
    CHECK(reason_of(change(request, program)) == "DID_NOT_ACCESSIBLE");
    request = change_of(id);
    request.set_priority(11);
    request.set_calls_per_second(0);
    request.set_timezone("Mars/Base");
    CHECK(fields_of(change(request, program)) == "timezone callsPerSecond priority");
    CHECK(reason_of(change(change_of(anyone), program)) == "PROGRAM_NOT_FOUND");
    audiences().gone = true;
    request = change_of(id);
    request.set_name("the audience is not looked for");
    CHECK(reason_of(change(request, program)).empty());
}

TEST_CASE_METHOD(Programs,
                 "another organization's program is not there",
                 "[program_scheduler][programs]") {
    const auto id = created(good).id();
    v1::Program program;
    google::protobuf::Empty nothing;
    v1::DeleteProgramRequest request;
    request.set_id(id);
    CHECK(reason_of(programs->UpdateProgram(as(Role::manager, theirs).get(), change_of(id),
                                            &program)) == "PROGRAM_NOT_FOUND");
    CHECK(reason_of(programs->DeleteProgram(as(Role::manager, theirs).get(), request, &nothing)) ==
          "PROGRAM_NOT_FOUND");
    CHECK(reason_of(programs->DeleteProgram(as(Role::agent, ours).get(), request, &nothing)) ==
          "FORBIDDEN");
}

TEST_CASE_METHOD(Programs,
                 "what was launched keeps the values of its launch",
                 "[program_scheduler][programs]") {
    good.set_max_concurrent_calls(7);
    const auto id = created(good).id();
    const auto running = launched(id);
    auto request = change_of(id);
    request.set_max_concurrent_calls(1);
    rpc::set(*request.mutable_stop_at(), in(1h));
    changed(request);
    const auto it = execution(running);
    CHECK(it.max_concurrent_calls() == 7);
    CHECK_FALSE(it.has_scheduled_stop_at());
}

TEST_CASE_METHOD(
    Programs,
    "a program is not deleted while one of its executions is alive; its executions stay",
    "[program_scheduler][programs]") {
    const auto id = created(good).id();
    const auto run = launched(id);
    CHECK(removed(id) == "PROGRAM_STATUS_CONFLICT");
    cancel(run);
    CHECK(removed(id).empty());
    CHECK(removed(id) == "PROGRAM_NOT_FOUND");
    CHECK(unlaunched(id) == "PROGRAM_NOT_FOUND");
    CHECK(execution(run).program_id() == id);
    v1::ListExecutionsResponse executed;
    REQUIRE(executions->ListExecutions(as(Role::agent, ours).get(), {}, &executed).ok());
    CHECK(executed.data_size() == 1);
    v1::ListProgramsResponse listed;
    REQUIRE(programs->ListPrograms(as(Role::agent, ours).get(), {}, &listed).ok());
    CHECK(listed.meta().total() == 0);
}

TEST_CASE_METHOD(Programs,
                 "programs are listed by status, flow and audience",
                 "[program_scheduler][programs]") {
    created(good);
    good.set_status(v1::PROGRAM_STATUS_DRAFT);
    good.set_audience_id("0192f3a4-0000-7000-8000-000000000002");
    created(good);
    const auto found = [&](auto with) {
        v1::ListProgramsRequest request;
        with(request);
        v1::ListProgramsResponse page;
        REQUIRE(programs->ListPrograms(as(Role::agent, ours).get(), request, &page).ok());
        return page.meta().total();
    };
    CHECK(found([](auto& it) { it.set_status(v1::PROGRAM_STATUS_DRAFT); }) == 1);
    CHECK(found([](auto& it) { it.set_status(v1::PROGRAM_STATUS_ARCHIVED); }) == 0);
    CHECK(found([&](auto& it) { it.set_flow_id(good.flow_id()); }) == 2);
    CHECK(found([](auto& it) { it.set_flow_id(anyone); }) == 0);
    CHECK(found([](auto& it) { it.set_audience_id(anyone); }) == 1);
}

TEST_CASE_METHOD(Programs,
                 "a launch needs an active program and people to call",
                 "[program_scheduler][launch]") {
    const auto id = created(good).id();
    for (const auto status : {v1::PROGRAM_STATUS_DRAFT, v1::PROGRAM_STATUS_ARCHIVED}) {
        auto request = change_of(id);
        request.set_status(status);
        changed(request);
        CHECK(unlaunched(id) == "PROGRAM_STATUS_CONFLICT");
    }
    auto request = change_of(id);
    request.set_status(v1::PROGRAM_STATUS_ACTIVE);
    changed(request);
    audiences().count = 0;
    CHECK(unlaunched(id) == "AUDIENCE_EMPTY");
    audiences().gone = true;
    CHECK(unlaunched(id) == "AUDIENCE_NOT_FOUND");
    audiences().gone = false;
    audiences().count = 3;
    launched(id);
    CHECK(unlaunched(id) == "EXECUTION_ALREADY_RUNNING");
}

TEST_CASE_METHOD(Programs,
                 "a launch looks at the numbers and the flow again",
                 "[program_scheduler][launch]") {
    const auto id = created(good).id();
    const auto sql = [&](const std::string& text) {
        REQUIRE(pool().transact([&](pg::Transaction& transaction) -> base::Result<void> {
            const auto done = transaction.exec(text);
            if (!done) return base::fail(done.error());
            return {};
        }));
    };
    sql("UPDATE dids SET status = 'inactive'");
    CHECK(unlaunched(id) == "DID_NOT_ACTIVE didPool[0]");
    sql("UPDATE dids SET status = 'active', organization_id = NULL");
    CHECK(unlaunched(id) == "DID_NOT_ACCESSIBLE didPool[0]");
    sql("UPDATE programs SET did_pool = '{}'");
    CHECK(unlaunched(id) == "EMPTY_DID_POOL didPool");
    sql("UPDATE flow_versions SET graph = '{}'");
    CHECK(unlaunched(id).starts_with("FLOW_INVALID"));
    sql("UPDATE flows SET deleted_at = now()");
    CHECK(unlaunched(id) == "FLOW_NOT_FOUND");
}

TEST_CASE_METHOD(Programs,
                 "a launch before startAt is scheduled, and counts as alive",
                 "[program_scheduler][launch]") {
    rpc::set(*good.mutable_start_at(), in(1h));
    rpc::set(*good.mutable_stop_at(), in(2h));
    const auto program = created(good);
    const auto run = launched(program.id());
    const auto it = execution(run);
    CHECK(it.status() == v1::EXECUTION_STATUS_SCHEDULED);
    CHECK(it.scheduled_start_at().seconds() == program.start_at().seconds());
    CHECK(it.scheduled_stop_at().seconds() == program.stop_at().seconds());
    CHECK_FALSE(it.has_actual_start_at());
    CHECK(it.waiting_for().reason() == "start");
    CHECK(it.waiting_for().until().seconds() == program.start_at().seconds());
    CHECK(unlaunched(program.id()) == "EXECUTION_ALREADY_RUNNING");
    CHECK(removed(program.id()) == "PROGRAM_STATUS_CONFLICT");
    cancel(run);
    CHECK(execution(run).contacts_skipped() == 3);
}

TEST_CASE_METHOD(Programs,
                 "a past startAt is now, a past stopAt is refused",
                 "[program_scheduler][launch]") {
    rpc::set(*good.mutable_start_at(), in(-2h));
    auto id = created(good).id();
    auto it = execution(launched(id));
    CHECK(it.status() == v1::EXECUTION_STATUS_RUNNING);
    CHECK(it.scheduled_start_at().seconds() >= it.created_at().seconds());
    rpc::set(*good.mutable_stop_at(), in(-1h));
    CHECK(unlaunched(created(good).id()) == "VALIDATION stopAt");
    rpc::set(*good.mutable_stop_at(), in(-3h));
    CHECK(refused(good) == "stopAt");
}

TEST_CASE_METHOD(Programs,
                 "the limits of an execution change while it is alive; the program keeps its own",
                 "[program_scheduler][executions]") {
    good.set_max_concurrent_calls(7);
    const auto id = created(good).id();
    v1::ChangeExecutionLimitsRequest request;
    request.set_id(launched(id));
    const auto limited = [&](v1::Execution& answer) {
        return executions->ChangeExecutionLimits(as(Role::manager, ours).get(), request, &answer);
    };
    v1::Execution answer;
    request.set_max_concurrent_calls(2);
    request.set_priority(9);
    REQUIRE(limited(answer).ok());
    CHECK(answer.max_concurrent_calls() == 2);
    CHECK(answer.priority() == 9);
    CHECK_FALSE(answer.has_calls_per_second());
    request.clear_max_concurrent_calls();
    request.add_cleared("maxConcurrentCalls");
    request.set_calls_per_second(3);
    answer.Clear();
    REQUIRE(limited(answer).ok());
    CHECK_FALSE(answer.has_max_concurrent_calls());
    CHECK(answer.calls_per_second() == 3);
    CHECK(answer.priority() == 9);
    v1::GetProgramRequest get;
    get.set_id(id);
    v1::Program program;
    REQUIRE(programs->GetProgram(as(Role::agent, ours).get(), get, &program).ok());
    CHECK(program.max_concurrent_calls() == 7);

    request.set_priority(0);
    CHECK(fields_of(limited(answer)) == "priority");
    request.set_priority(1);
    CHECK(reason_of(executions->ChangeExecutionLimits(as(Role::manager, theirs).get(), request,
                                                      &answer)) == "EXECUTION_NOT_FOUND");
    cancel(request.id());
    CHECK(reason_of(limited(answer)) == "EXECUTION_STATUS_CONFLICT");
}
