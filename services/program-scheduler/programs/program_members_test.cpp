#include "program_scheduler/programs/programs_fixture.hpp"
#include "rpc/time.hpp"

using namespace hatif;
using namespace hatif::program_scheduler;
using namespace std::chrono_literals;
using program_scheduler::testing::fields_of;
using program_scheduler::testing::Programs;
using program_scheduler::testing::reason_of;
using rpc::Role;
namespace v1 = program::v1;

namespace {

void set(type::v1::HourRange& range, std::uint32_t from, std::uint32_t until) {
    range.mutable_start_at()->set_hour(from);
    range.mutable_end_at()->set_hour(until);
}

struct Members : Programs {
    v1::Program read(const std::string& id) {
        v1::GetProgramRequest request;
        request.set_id(id);
        v1::Program program;
        REQUIRE(programs->GetProgram(as(Role::agent, ours).get(), request, &program).ok());
        return program;
    }
    void make_live() {
        good.set_mode(v1::PROGRAM_MODE_LIVE);
        good.mutable_trigger_condition()->set_attribute_name("due_date");
    }
    v1::RetryStrategy& retries() {
        auto& strategy = *good.mutable_retry_strategy();
        strategy.set_type(v1::RETRY_TYPE_FIXED_DELAY);
        strategy.set_delay_minutes(10);
        strategy.set_max_retries(3);
        return strategy;
    }
};

} // namespace

TEST_CASE_METHOD(Members,
                 "what a program does not say of its promises has a default",
                 "[program_scheduler][programs]") {
    const auto it = read(created(good).id());
    CHECK_FALSE(it.has_calling_hours());
    CHECK(it.inherit_hours());
    CHECK(it.mode() == v1::PROGRAM_MODE_BATCH);
    CHECK_FALSE(it.has_trigger_condition());
    CHECK(it.auto_pause_rules().empty());
    CHECK_FALSE(it.has_failure_breaker());
    CHECK_FALSE(it.sticky_did());
    CHECK(it.warnings().empty());
}

TEST_CASE_METHOD(Members, "they are kept, changed and cleared", "[program_scheduler][programs]") {
    set(*good.mutable_calling_hours()->add_monday(), 9, 18);
    good.mutable_calling_hours()->set_zone(type::v1::HOURS_ZONE_PROGRAM);
    good.set_inherit_hours(false);
    auto& rule = *good.add_auto_pause_rules();
    rule.set_node_id("call \"7\"");
    rule.set_threshold(1'000'000'000);
    CHECK(created(good).warnings(0).code() == "auto_pause_node_unknown");
    good.mutable_failure_breaker()->set_rate(0.25);
    good.mutable_failure_breaker()->set_calls(40);
    good.set_sticky_did(true);
    auto& own = *retries().mutable_by_outcome();
    own.mutable_busy()->set_delay_minutes(0.1);
    own.mutable_no_answer()->set_max_retries(0);
    make_live();
    good.mutable_trigger_condition()->set_offset_minutes(-60);

    const auto made = created(good);
    auto it = read(made.id());
    CHECK(it.SerializeAsString() == made.SerializeAsString());
    CHECK(it.calling_hours().monday(0).end_at().hour() == 18);
    CHECK(it.calling_hours().zone() == type::v1::HOURS_ZONE_PROGRAM);
    CHECK_FALSE(it.inherit_hours());
    REQUIRE(it.auto_pause_rules_size() == 1);
    CHECK(it.auto_pause_rules(0).SerializeAsString() == rule.SerializeAsString());
    CHECK(it.failure_breaker().rate() == 0.25);
    CHECK(it.sticky_did());
    CHECK(it.retry_strategy().by_outcome().busy().delay_minutes() == 0.1);
    CHECK_FALSE(it.retry_strategy().by_outcome().busy().has_max_retries());
    CHECK(it.retry_strategy().by_outcome().no_answer().max_retries() == 0);
    CHECK_FALSE(it.retry_strategy().by_outcome().has_failed());
    CHECK(it.trigger_condition().offset_minutes() == -60);

    v1::UpdateProgramRequest change;
    change.set_id(made.id());
    change.set_name("Summer");
    CHECK(changed(change).sticky_did());
    for (const auto* path : {"callingHours", "inheritHours", "mode", "autoPauseRules",
                             "failureBreaker", "stickyDid", "retryStrategy"}) {
        change.add_cleared(path);
    }
    it = changed(change);
    CHECK_FALSE(it.has_calling_hours());
    CHECK(it.inherit_hours());
    CHECK(it.mode() == v1::PROGRAM_MODE_BATCH);
    CHECK_FALSE(it.has_trigger_condition());
    CHECK(it.auto_pause_rules().empty());
    CHECK_FALSE(it.has_failure_breaker());
    CHECK_FALSE(it.sticky_did());
}

TEST_CASE_METHOD(Members,
                 "calling hours without any range are the whole week's",
                 "[program_scheduler][programs]") {
    good.mutable_calling_hours()->set_zone(type::v1::HOURS_ZONE_PROGRAM);
    const auto it = created(good).calling_hours();
    CHECK(it.zone() == type::v1::HOURS_ZONE_PROGRAM);
    REQUIRE(it.saturday_size() == 1);
    CHECK(it.saturday(0).end_at().minute() == 59);
}

TEST_CASE_METHOD(Members,
                 "every wrong member is named at once, by its path",
                 "[program_scheduler][programs]") {
    set(*good.mutable_calling_hours()->add_friday(), 9, 9);
    set(*good.mutable_calling_hours()->add_friday(), 24, 9);
    good.add_auto_pause_rules();
    good.mutable_failure_breaker()->set_rate(1.5);
    auto& own = *retries().mutable_by_outcome();
    own.mutable_voicemail()->set_delay_minutes(0);
    own.mutable_failed()->set_max_retries(11);
    make_live();
    good.mutable_trigger_condition()->set_offset_minutes(525'601);
    CHECK(
        refused(good) ==
        "retryStrategy.byOutcome.voicemail.delayMinutes retryStrategy.byOutcome.failed.maxRetries "
        "triggerCondition.offsetMinutes autoPauseRules[0].nodeId autoPauseRules[0].threshold "
        "failureBreaker.rate failureBreaker.calls callingHours.friday[0].endAt "
        "callingHours.friday[1].startAt.hour");
}

TEST_CASE_METHOD(Members,
                 "members of the other mode are refused",
                 "[program_scheduler][programs]") {
    good.mutable_trigger_condition()->set_attribute_name("due_date");
    CHECK(refused(good) == "triggerCondition");
    good.clear_trigger_condition();
    good.set_mode(v1::PROGRAM_MODE_LIVE);
    CHECK(refused(good) == "triggerCondition");
    good.mutable_trigger_condition();
    CHECK(refused(good) == "triggerCondition.attributeName");
    make_live();
    auto& strategy = *good.mutable_retry_strategy();
    strategy.set_type(v1::RETRY_TYPE_SCHEDULED);
    rpc::set(*strategy.add_retry_dates(), base::SystemClock{}.now() + 1h);
    CHECK(refused(good) == "retryStrategy.type");
    retries().clear_retry_dates();
    CHECK(refused(good).empty());
}

TEST_CASE_METHOD(Members,
                 "a live program that becomes a batch leaves its trigger behind",
                 "[program_scheduler][programs]") {
    make_live();
    v1::UpdateProgramRequest change;
    change.set_id(created(good).id());
    change.set_mode(v1::PROGRAM_MODE_BATCH);
    CHECK_FALSE(changed(change).has_trigger_condition());
    change.set_mode(v1::PROGRAM_MODE_LIVE);
    v1::Program program;
    CHECK(fields_of(this->change(change, program)) == "triggerCondition");
}

TEST_CASE_METHOD(Members,
                 "retries by outcome belong to a fixed delay",
                 "[program_scheduler][programs]") {
    retries().mutable_by_outcome()->mutable_busy()->set_max_retries(1);
    good.mutable_retry_strategy()->set_type(v1::RETRY_TYPE_NONE);
    CHECK(refused(good) == "retryStrategy.byOutcome");
}

TEST_CASE_METHOD(Members,
                 "of pausing rules there are at most 20",
                 "[program_scheduler][programs]") {
    for (int i = 0; i < 20; ++i) {
        auto& rule = *good.add_auto_pause_rules();
        rule.set_node_id("call");
        rule.set_threshold(1);
    }
    CHECK(refused(good).empty());
    *good.add_auto_pause_rules() = good.auto_pause_rules(0);
    CHECK(refused(good) == "autoPauseRules");
}

TEST_CASE_METHOD(Members,
                 "a copy is a draft with the same words, under a name of its own",
                 "[program_scheduler][programs]") {
    make_live();
    set(*good.mutable_calling_hours()->add_monday(), 9, 18);
    const auto made = created(good);
    const auto copied = [&](v1::CloneProgramRequest request) {
        request.set_id(made.id());
        v1::Program program;
        REQUIRE(reason_of(programs->CloneProgram(as(Role::manager, ours).get(), request, &program))
                    .empty());
        return program;
    };
    auto copy = copied({});
    CHECK(copy.name() == "Spring (copy)");
    CHECK(copy.status() == v1::PROGRAM_STATUS_DRAFT);
    CHECK(copy.id() != made.id());
    CHECK(read(copy.id()).SerializeAsString() == copy.SerializeAsString());
    copy.set_id(made.id());
    copy.set_name(made.name());
    copy.set_status(made.status());
    *copy.mutable_created_at() = made.created_at();
    *copy.mutable_updated_at() = made.updated_at();
    CHECK(copy.SerializeAsString() == made.SerializeAsString());

    v1::CloneProgramRequest request;
    request.set_name("Mine");
    request.set_status(v1::PROGRAM_STATUS_ACTIVE);
    CHECK(copied(request).name() == "Mine");
    request.set_name("");
    request.set_id(made.id());
    v1::Program program;
    CHECK(fields_of(programs->CloneProgram(as(Role::manager, ours).get(), request, &program)) ==
          "name");
    request.set_id(program_scheduler::testing::anyone);
    CHECK(reason_of(programs->CloneProgram(as(Role::manager, ours).get(), request, &program)) ==
          "PROGRAM_NOT_FOUND");
}
