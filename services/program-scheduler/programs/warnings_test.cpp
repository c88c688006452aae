#include "program_scheduler/programs/warnings.hpp"

#include "program_scheduler/programs/node_warnings.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::program_scheduler;
using namespace std::chrono_literals;

namespace {

const base::Instant now = base::from_iso8601("2026-11-23T12:00:00Z").value(); // a Monday

std::vector<schedule::DailyWindow> each_day(int from, int until) {
    std::vector<schedule::DailyWindow> weekly;
    for (int day = 0; day < 7; ++day) weekly.push_back({day, from, until});
    return weekly;
}

ProgramWords words() {
    return {.name = "p",
            .flow = base::FlowId{base::Uuid{}},
            .audience = base::AudienceId{base::Uuid{}},
            .timezone = "UTC"};
}

/// "windows_never_open pauseWindows" each.
std::string told(const ProgramWords& words) {
    std::string all;
    for (const auto& it : warnings_of(words, now)) {
        CHECK_FALSE(it.message.empty());
        all += (all.empty() ? "" : ", ") + it.code + " " + it.path;
    }
    return all;
}

} // namespace

TEST_CASE("an ordinary program is warned of nothing", "[unit][programs]") {
    auto it = words();
    CHECK(told(it).empty());
    it.pauses.weekly = each_day(0, 540);
    it.calling = schedule::CallingHours{.weekly = each_day(480, 1200)};
    it.stop_at = now + 24h;
    CHECK(told(it).empty());
}

TEST_CASE("windows that cover every hour never open", "[unit][programs]") {
    auto it = words();
    it.pauses.weekly = each_day(0, 1439);
    CHECK(told(it) == "windows_never_open pauseWindows");
    it.pauses.weekly.pop_back();
    CHECK(told(it).empty());
}

TEST_CASE("nor do calling hours that all fall into pauses", "[unit][programs]") {
    auto it = words();
    const auto zone = GENERATE(schedule::HoursOf::program, schedule::HoursOf::contact);
    it.pauses.weekly = each_day(540, 1080);
    it.calling = schedule::CallingHours{.weekly = each_day(600, 1000), .zone = zone};
    CHECK(told(it) == "windows_never_open pauseWindows");
    it.calling->weekly = each_day(600, 1081);
    CHECK(told(it).empty());
}

TEST_CASE("a stopAt before the first opening is told, and one that has passed",
          "[unit][programs]") {
    auto it = words();
    it.pauses.dated = {{now - 1h, now + 3h}};
    it.stop_at = now + 3h;
    CHECK(told(it) == "stop_before_open stopAt");
    it.stop_at = now + 4h;
    CHECK(told(it).empty());
    it.stop_at = now;
    CHECK(told(it) == "stop_at_past stopAt");
}

TEST_CASE("retry dates that have passed are told, some or all", "[unit][programs]") {
    auto it = words();
    it.retries.type = schedule::RetryPolicy::Type::scheduled;
    it.retries.dates = {now - 1h, now + 1h};
    CHECK(told(it) == "retry_dates_past retryStrategy.retryDates");
    CHECK(warnings_of(it, now).at(0).message == "1 of 2 have passed");
    it.retries.dates = {now - 1h};
    CHECK(warnings_of(it, now).at(0).message ==
          "all of them have passed: nobody will be called again");
    it.retries.dates = {now + 1h};
    CHECK(told(it).empty());
}

TEST_CASE("a rule whose node the flow does not have is told by its path", "[unit][programs]") {
    const AutoPauseRules rules{{"call", 1, false}, {"end", 1, false}};
    const auto paths = [&](std::string_view graph) {
        std::string all;
        for (const auto& it : warnings_of_nodes(rules, graph)) all += it.path + " ";
        return all;
    };
    CHECK(paths(R"({"nodes":[{"id":"call"},{"id":"end"}]})").empty());
    CHECK(paths(R"({"nodes":[{"id":"call"},{"id":7},3]})") == "autoPauseRules[1].nodeId ");
    CHECK(paths(R"({"nodes":"call"})") == "autoPauseRules[0].nodeId autoPauseRules[1].nodeId ");
    CHECK(paths("{").empty());
}
