#include "program_scheduler/programs/programs_fixture.hpp"
#include "rpc/time.hpp"

using namespace hatif;
using namespace hatif::program_scheduler;
using namespace std::chrono_literals;
using program_scheduler::testing::Programs;
using rpc::Role;
namespace v1 = program::v1;

namespace {

void set(v1::DailyWindow& window, std::uint32_t from, std::uint32_t until, std::uint32_t last = 0) {
    window.mutable_start_at()->set_hour(from);
    window.mutable_start_at()->set_minute(0);
    window.mutable_end_at()->set_hour(until);
    window.mutable_end_at()->set_minute(last);
}

v1::PauseWindows all_week() {
    v1::PauseWindows all;
    for (auto* day : {all.mutable_sunday(), all.mutable_monday(), all.mutable_tuesday(),
                      all.mutable_wednesday(), all.mutable_thursday(), all.mutable_friday(),
                      all.mutable_saturday()}) {
        set(*day->Add(), 0, 23, 59);
    }
    return all;
}

base::Instant in(base::Duration span) {
    return base::SystemClock{}.now() + span;
}

} // namespace

TEST_CASE_METHOD(Programs,
                 "pause windows are answered as they were sent",
                 "[program_scheduler][hours]") {
    auto& windows = *good.mutable_pause_windows();
    set(*windows.add_monday(), 12, 14);
    set(*windows.add_monday(), 22, 6);
    set(*windows.add_saturday(), 0, 23, 59);
    auto& holiday = *windows.add_advanced();
    rpc::set(*holiday.mutable_start_at(), base::from_iso8601("2027-01-01T00:00:00Z").value());
    rpc::set(*holiday.mutable_end_at(), base::from_iso8601("2027-01-02T00:00:00Z").value());
    const auto program = created(good);
    CHECK(program.pause_windows().SerializeAsString() == windows.SerializeAsString());
    v1::GetProgramRequest get;
    get.set_id(program.id());
    v1::Program read;
    REQUIRE(programs->GetProgram(as(Role::agent, ours).get(), get, &read).ok());
    CHECK(read.pause_windows().SerializeAsString() == windows.SerializeAsString());
    good.clear_pause_windows();
    CHECK_FALSE(created(good).has_pause_windows());
}

TEST_CASE_METHOD(Programs, "a wrong window is named by its path", "[program_scheduler][hours]") {
    auto& windows = *good.mutable_pause_windows();
    set(*windows.add_tuesday(), 12, 14);
    auto& wrong = *windows.add_tuesday();
    set(wrong, 24, 14);
    CHECK(refused(good) == "pauseWindows.tuesday[1].startAt.hour");
    set(wrong, 14, 14);
    CHECK(refused(good) == "pauseWindows.tuesday[1].endAt");
    set(wrong, 14, 15, 60);
    CHECK(refused(good) == "pauseWindows.tuesday[1].endAt.minute");
    wrong.clear_end_at();
    CHECK(refused(good) == "pauseWindows.tuesday[1].endAt");
    set(wrong, 14, 15);
    rpc::set(*windows.add_advanced()->mutable_start_at(), in(1h));
    CHECK(refused(good) == "pauseWindows.advanced[0].endAt");
    rpc::set(*windows.mutable_advanced(0)->mutable_end_at(), in(-1h));
    CHECK(refused(good) == "pauseWindows.advanced[0].endAt");
}

TEST_CASE_METHOD(Programs,
                 "windows that leave no time for calls are warned of, and once launched it waits",
                 "[program_scheduler][hours]") {
    *good.mutable_pause_windows() = all_week();
    const auto program = created(good);
    REQUIRE(program.warnings_size() == 1);
    CHECK(program.warnings(0).code() == "windows_never_open");
    CHECK(program.warnings(0).path() == "pauseWindows");
    const auto it = execution(launched(program.id()));
    CHECK(it.status() == v1::EXECUTION_STATUS_RUNNING);
    CHECK(it.waiting_for().reason() == "window");
    CHECK_FALSE(it.waiting_for().has_until());
    good.mutable_pause_windows()->clear_friday();
    CHECK(created(good).warnings().empty());
}

TEST_CASE_METHOD(Programs,
                 "windows that leave no time until stopAt are warned of",
                 "[program_scheduler][hours]") {
    auto& window = *good.mutable_pause_windows()->add_advanced();
    rpc::set(*window.mutable_start_at(), in(-1h));
    rpc::set(*window.mutable_end_at(), in(3h));
    rpc::set(*good.mutable_stop_at(), in(2h));
    const auto program = created(good);
    REQUIRE(program.warnings_size() == 1);
    CHECK(program.warnings(0).code() == "stop_before_open");
    CHECK(execution(launched(program.id())).waiting_for().reason() == "window");
    rpc::set(*good.mutable_stop_at(), in(4h));
    const auto it = execution(launched(created(good).id()));
    CHECK(it.status() == v1::EXECUTION_STATUS_RUNNING);
    CHECK(it.waiting_for().reason() == "window");
    CHECK(it.waiting_for().until().seconds() == window.end_at().seconds());
}

TEST_CASE_METHOD(Programs,
                 "scheduled retries have 1 to 50 dates, kept in order and each once",
                 "[program_scheduler][hours]") {
    auto& strategy = *good.mutable_retry_strategy();
    strategy.set_type(v1::RETRY_TYPE_SCHEDULED);
    CHECK(refused(good) == "retryStrategy.retryDates");
    const auto first = in(1h), second = in(2h);
    for (const auto at : {second, first, second}) rpc::set(*strategy.add_retry_dates(), at);
    const auto answer = created(good).retry_strategy();
    REQUIRE(answer.retry_dates_size() == 2);
    CHECK(rpc::from_wire(answer.retry_dates(0)) == first);
    CHECK_FALSE(answer.has_max_retries());
    for (int i = 0; i < 50; ++i) rpc::set(*strategy.add_retry_dates(), in(3h + i * 1min));
    CHECK(refused(good) == "retryStrategy.retryDates");
}

TEST_CASE_METHOD(Programs,
                 "retryOn names outcomes that did not reach the person",
                 "[program_scheduler][hours]") {
    auto& strategy = *good.mutable_retry_strategy();
    strategy.set_type(v1::RETRY_TYPE_FIXED_DELAY);
    strategy.set_delay_minutes(1);
    strategy.set_max_retries(2);
    CHECK(created(good).retry_strategy().retry_on().empty()); // all of them
    strategy.add_retry_on(type::v1::OUTCOME_BUSY);
    strategy.add_retry_on(type::v1::OUTCOME_COMPLETED);
    CHECK(refused(good) == "retryStrategy.retryOn[1]");
    strategy.mutable_retry_on()->RemoveLast();
    const auto answer = created(good).retry_strategy();
    REQUIRE(answer.retry_on_size() == 1);
    CHECK(answer.retry_on(0) == type::v1::OUTCOME_BUSY);
}
