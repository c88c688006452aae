#include "program_scheduler/numbers/bounds.hpp"
#include "program_scheduler/programs/programs_fixture.hpp"
#include "rpc/time.hpp"

#include <map>
#include <mutex>
#include <thread>

using namespace hatif;
using namespace hatif::program_scheduler;
using namespace std::chrono_literals;
using program_scheduler::testing::Programs;
using program_scheduler::testing::reason_of;
using rpc::Role;
namespace v1 = program::v1;

namespace {

struct Launches : Programs {
    /// One figure or text of the one execution.
    std::string kept(const std::string& what) {
        const auto rows = pool().transact([&](pg::Transaction& it) {
            return it.exec("SELECT (" + what + ")::text FROM executions");
        });
        REQUIRE(rows);
        REQUIRE(rows->size() == 1);
        return (*rows)[0].get<std::optional<std::string>>(0).value_or("NULL");
    }
    gateway::v1::CallingRules& rules() { return *organizations().rules; }
    void inherit_office_hours() {
        auto& range = *rules().mutable_calling_hours()->add_monday();
        range.mutable_start_at()->set_hour(9);
        range.mutable_end_at()->set_hour(18);
        rules().add_holidays()->set_date("2026-11-18");
        rules().add_holidays()->set_date("02-29");
    }
    v1::Preflight preflight(const std::string& id) {
        v1::PreflightProgramRequest request;
        request.set_id(id);
        v1::Preflight answer;
        REQUIRE(reason_of(programs->PreflightProgram(as(Role::agent, ours).get(), request, &answer))
                    .empty());
        return answer;
    }
};

} // namespace

TEST_CASE_METHOD(Launches,
                 "a launch copies the organization's hours, holidays and cap",
                 "[program_scheduler][launch]") {
    inherit_office_hours();
    rules().mutable_frequency_cap()->set_max_calls(3);
    rules().mutable_frequency_cap()->set_per_hours(24);
    good.set_sticky_did(true);
    launched(created(good).id());
    CHECK(kept("calling_weekly") == "{1,540,1080}");
    CHECK(kept("calling_zone") == "1");
    CHECK(kept("holidays") == "{2026-11-18,02-29}");
    CHECK(kept("cap_calls") == "3");
    CHECK(kept("cap_hours") == "24");
    CHECK(kept("sticky_did") == "true");
}

TEST_CASE_METHOD(Launches,
                 "a program's own hours stand for the organization's, whose holidays hold",
                 "[program_scheduler][launch]") {
    inherit_office_hours();
    auto& range = *good.mutable_calling_hours()->add_sunday();
    range.mutable_start_at()->set_hour(1);
    range.mutable_end_at()->set_hour(2);
    good.mutable_calling_hours()->set_zone(type::v1::HOURS_ZONE_PROGRAM);
    launched(created(good).id());
    CHECK(kept("calling_weekly") == "{0,60,120}");
    CHECK(kept("calling_zone") == "2");
    CHECK(kept("cardinality(holidays)") == "2");
    CHECK(kept("opens_at > now()") == "true");
    CHECK(kept("cap_calls") == "NULL");
}

TEST_CASE_METHOD(Launches,
                 "a program that does not inherit has neither hours nor holidays",
                 "[program_scheduler][launch]") {
    inherit_office_hours();
    good.set_inherit_hours(false);
    launched(created(good).id());
    CHECK(kept("calling_weekly") == "{}");
    CHECK(kept("holidays") == "{}");
}

TEST_CASE_METHOD(Launches,
                 "while the gateway is away, or what it says cannot be read, nothing is launched",
                 "[program_scheduler][launch]") {
    const auto id = created(good).id();
    SECTION("away") {
        organizations().rules.reset();
        v1::LaunchProgramResponse answer;
        CHECK(launch(id, answer).error_code() == grpc::StatusCode::UNAVAILABLE);
    }
    SECTION("a day that is none") {
        rules().add_holidays()->set_date("2026-02-30");
        v1::LaunchProgramResponse answer;
        CHECK_FALSE(launch(id, answer).ok());
    }
    CHECK(pool()
              .transact([](pg::Transaction& it) { return it.exec("SELECT FROM executions"); })
              ->empty());
}

TEST_CASE_METHOD(Launches,
                 "a live program may be launched with nobody in its audience",
                 "[program_scheduler][launch]") {
    audiences().count = 0;
    const auto batch = created(good).id();
    CHECK(unlaunched(batch) == "AUDIENCE_EMPTY");
    good.set_mode(v1::PROGRAM_MODE_LIVE);
    good.mutable_trigger_condition()->set_attribute_name("due_date");
    const auto it = execution(launched(created(good).id()));
    CHECK(it.total_contacts() == 0);
    CHECK(it.status() == v1::EXECUTION_STATUS_RUNNING);
    CHECK(it.mode() == v1::PROGRAM_MODE_LIVE);
}

TEST_CASE_METHOD(Launches,
                 "a live program whose attribute is not there is not launched",
                 "[program_scheduler][launch]") {
    good.set_mode(v1::PROGRAM_MODE_LIVE);
    good.mutable_trigger_condition()->set_attribute_name("due_dat");
    CHECK(unlaunched(created(good).id())
              .starts_with("CUSTOM_ATTRIBUTE_NOT_FOUND triggerCondition.attributeName"));
}

TEST_CASE_METHOD(Launches,
                 "of those who are there, a live program counts nobody at its launch",
                 "[program_scheduler][launch]") {
    good.set_mode(v1::PROGRAM_MODE_LIVE);
    good.mutable_trigger_condition()->set_attribute_name("due_date");
    CHECK(execution(launched(created(good).id())).total_contacts() == 0);
    CHECK(kept("(SELECT looked_until = created_at FROM execution_plans)") == "true");
}

TEST_CASE_METHOD(Launches,
                 "of 50 launches at once one succeeds, 49 hear that it runs already",
                 "[program_scheduler][launch]") {
    const auto id = created(good).id();
    std::mutex mutex;
    std::map<std::string, int> answers;
    {
        std::vector<std::jthread> clients;
        for (int i = 0; i < 50; ++i) {
            clients.emplace_back([&] {
                v1::LaunchProgramResponse answer;
                const auto reason = reason_of(launch(id, answer));
                const std::lock_guard lock{mutex};
                ++answers[reason];
            });
        }
    }
    CHECK(answers == std::map<std::string, int>{{"", 1}, {"EXECUTION_ALREADY_RUNNING", 49}});
    CHECK(kept("status") == "2");
}

TEST_CASE_METHOD(Launches,
                 "the organization's share is written where its calls are bounded",
                 "[program_scheduler][launch]") {
    launched(created(good).id());
    const auto share = [&] {
        return pool()
            .transact([](pg::Transaction& it) {
                return it.exec("SELECT share FROM capacity WHERE kind = 0");
            })
            .value()[0]
            .get<std::int32_t>(0);
    };
    CHECK(share() == 10);
    auto caller = caller_of(ours);
    caller.settings.call_share = 25;
    const auto done = pool().transact(
        [&](pg::Transaction& it) { return refresh_bounds(it, ours, caller.settings, {}); });
    REQUIRE(done);
    CHECK(share() == 25);
}

TEST_CASE_METHOD(Launches,
                 "a preflight tells what a launch would find, and changes nothing",
                 "[program_scheduler][preflight]") {
    auto& group = *audiences().census.add_callable();
    group.set_zones("Africa/Casablanca");
    group.set_contacts(2);
    auto& refused = *audiences().census.add_refused();
    refused.set_reason(contact::v1::REFUSAL_DELETED);
    refused.set_contacts(1);
    const auto told = preflight(created(good).id());
    CHECK(told.total_contacts() == 3);
    CHECK(told.callable() == 2);
    CHECK(told.skipped().at("skipped_deleted") == 1);
    CHECK(told.blockers().empty());
    CHECK(told.has_first_call_at());
    CHECK(pool()
              .transact([](pg::Transaction& it) { return it.exec("SELECT FROM executions"); })
              ->empty());
}

TEST_CASE_METHOD(Launches,
                 "everything that stands against a launch is told at once",
                 "[program_scheduler][preflight]") {
    audiences().count = 0;
    good.set_status(v1::PROGRAM_STATUS_DRAFT);
    rpc::set(*good.mutable_stop_at(), base::SystemClock{}.now() - 1h);
    const auto told = preflight(created(good).id());
    std::string blockers;
    for (const auto& it : told.blockers()) blockers += it + " ";
    CHECK(blockers == "ProgramStatusConflictError ValidationError AudienceEmptyError ");
    REQUIRE(told.warnings_size() == 1);
    CHECK(told.warnings(0).code() == "stop_at_past");
    CHECK_FALSE(told.has_first_call_at());
}

TEST_CASE_METHOD(Launches,
                 "a preflight is refused where nothing could be said",
                 "[program_scheduler][preflight]") {
    const auto id = created(good).id();
    v1::PreflightProgramRequest request;
    v1::Preflight answer;
    const auto refused = [&](const std::string& of) {
        request.set_id(of);
        return reason_of(programs->PreflightProgram(as(Role::agent, ours).get(), request, &answer));
    };
    CHECK(refused(program_scheduler::testing::anyone) == "PROGRAM_NOT_FOUND");
    audiences().gone = true;
    CHECK(refused(id) == "AUDIENCE_NOT_FOUND");
}
