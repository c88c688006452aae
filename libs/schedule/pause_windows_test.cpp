#include "schedule/pause_windows.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <string>

using namespace hatif;
using namespace hatif::schedule;
using namespace std::chrono_literals;
using base::Instant;

namespace {

constexpr int sunday = 0, monday = 1, saturday = 6;

Instant at(const std::string& text) {
    return base::from_iso8601(text).value();
}

int clock(int hour, int minute) {
    return hour * 60 + minute;
}

OpenHours hours(const PauseWindows& windows, std::string_view zone = "UTC") {
    return OpenHours::read(windows, zone).value();
}

std::string change_after(const OpenHours& it, const std::string& moment) {
    const auto next = it.next_change(at(moment));
    return next ? base::to_iso8601(*next).substr(0, 16) : "never";
}

/// The definition, said slowly: what do the clocks show, and is a window there?
bool is_paused(const PauseWindows& windows, const zone::Zone& zone, Instant moment) {
    for (const auto& it : windows.dated) {
        if (it.from <= moment && moment < it.until) return true;
    }
    const auto shown = moment + zone.offset_at(moment);
    const auto day = std::chrono::floor<std::chrono::days>(shown);
    const int weekday = static_cast<int>(std::chrono::weekday{day}.c_encoding());
    const int minute =
        static_cast<int>(std::chrono::floor<std::chrono::minutes>(shown - day).count());
    for (const auto& it : windows.weekly) {
        const bool overnight = it.until < it.from;
        const int until = it.until == clock(23, 59) ? clock(24, 0) : it.until;
        const bool today = weekday == it.weekday && minute >= it.from;
        if (today && (overnight || minute < until)) return true;
        if (overnight && weekday == (it.weekday + 1) % 7 && minute < until) return true;
    }
    return false;
}

PauseWindows some_windows(std::mt19937& random, Instant around) {
    const auto upto = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    PauseWindows windows;
    for (int weekday = 0; weekday < 7; ++weekday) {
        for (int i = upto(3); i > 0; --i) {
            // Often near the hours in which clocks are set.
            const int span = random() % 2 == 0 ? clock(5, 0) : clock(24, 0);
            const DailyWindow it{weekday, upto(span),
                                 random() % 8 == 0 ? clock(23, 59) : upto(span)};
            if (it.from != it.until) windows.weekly.push_back(it);
        }
    }
    for (int i = upto(3); i > 0; --i) {
        const auto from = around + std::chrono::minutes{upto(4 * 1440) - 2 * 1440};
        windows.dated.push_back({from, from + std::chrono::minutes{1 + upto(1440)}});
    }
    return windows;
}

/// Minute by minute over the days around a moment: every answer against the slow definition.
void compare(const PauseWindows& windows, const std::string& name, Instant around) {
    const auto zone = zone::Zone::named(name).value();
    const auto fast = hours(windows, name);
    const auto from = around - 24h, until = around + 36h;
    std::vector<Instant> slow_changes, fast_changes;
    bool paused = is_paused(windows, zone, from), wrong = false;
    for (auto t = from; t < until; t += 1min) {
        const bool now = is_paused(windows, zone, t);
        if (now != paused) slow_changes.push_back(t);
        paused = now;
        wrong = wrong || fast.is_open(t) == now || fast.is_open(t + 59'999'999us) == now;
    }
    CHECK_FALSE(wrong);
    for (auto next = fast.next_change(from); next && *next < until; next = fast.next_change(*next))
        fast_changes.push_back(*next);
    CHECK(fast_changes == slow_changes);
    const auto open = fast.next_open(from);
    auto slow_open = from;
    while (slow_open < until && is_paused(windows, zone, slow_open)) slow_open += 1min;
    if (slow_open < until) CHECK(open == slow_open);
    if (slow_open >= until) CHECK((!open || *open >= until));
}

} // namespace

TEST_CASE("a window pauses from its start until just before its end", "[schedule][windows]") {
    const auto it = hours({.weekly = {{monday, clock(12, 0), clock(14, 0)}}});
    CHECK(it.is_open(at("2025-01-06T11:59:59.999Z")));
    CHECK_FALSE(it.is_open(at("2025-01-06T12:00:00Z")));
    CHECK_FALSE(it.is_open(at("2025-01-06T13:59:59.999Z")));
    CHECK(it.is_open(at("2025-01-06T14:00:00Z")));
    CHECK(it.is_open(at("2025-01-07T12:30:00Z")));
    CHECK(change_after(it, "2025-01-06T12:30:00Z") == "2025-01-06T14:00");
    CHECK(change_after(it, "2025-01-06T14:00:00Z") == "2025-01-13T12:00");
}

TEST_CASE("an end of 23:59 takes the last minute of the day in", "[schedule][windows]") {
    const auto it = hours({.weekly = {{sunday, 0, clock(23, 59)}}});
    CHECK_FALSE(it.is_open(at("2025-01-05T23:59:59.999Z")));
    CHECK(it.is_open(at("2025-01-06T00:00:00Z")));
    CHECK(change_after(it, "2025-01-05T10:00:00Z") == "2025-01-06T00:00");
}

TEST_CASE("a window may cross midnight, and the end of the week", "[schedule][windows]") {
    const auto it = hours({.weekly = {{saturday, clock(22, 0), clock(6, 0)}}});
    CHECK(it.is_open(at("2025-01-04T05:00:00Z")));
    CHECK_FALSE(it.is_open(at("2025-01-04T23:00:00Z")));
    CHECK_FALSE(it.is_open(at("2025-01-05T05:59:00Z")));
    CHECK(it.is_open(at("2025-01-05T06:00:00Z")));
    CHECK(change_after(it, "2025-01-04T22:00:00Z") == "2025-01-05T06:00");
}

TEST_CASE("windows that touch or overlap are one", "[schedule][windows]") {
    const auto it = hours({.weekly = {{monday, clock(8, 0), clock(10, 0)},
                                      {monday, clock(10, 0), clock(12, 0)},
                                      {monday, clock(9, 0), clock(11, 0)}},
                           .dated = {{at("2025-01-06T11:30:00Z"), at("2025-01-06T12:30:00Z")}}});
    CHECK(change_after(it, "2025-01-06T08:00:00Z") == "2025-01-06T12:30");
}

TEST_CASE("the stretch in which calls may start", "[schedule][windows]") {
    const auto it = hours({.weekly = {{monday, clock(12, 0), clock(14, 0)}}});
    CHECK(it.stretch(at("2025-01-06T12:30:00Z")) ==
          Stretch{at("2025-01-06T14:00:00Z"), at("2025-01-13T12:00:00Z")});
    CHECK(it.stretch(at("2025-01-06T11:00:00Z")) ==
          Stretch{at("2025-01-06T11:00:00Z"), at("2025-01-06T12:00:00Z")});
    const auto noon = at("2025-01-06T12:00:00Z");
    CHECK(hours({}).stretch(noon) == Stretch{noon, {}});
}

TEST_CASE("windows that cover the whole week never open", "[schedule][windows]") {
    PauseWindows all;
    for (int day = 0; day < 7; ++day) all.weekly.push_back({day, clock(12, 0), clock(0, 0)});
    for (int day = 0; day < 7; ++day) all.weekly.push_back({day, 0, clock(12, 0)});
    CHECK_FALSE(hours(all, "Europe/Paris").next_open(at("2025-01-06T12:00:00Z")));
    CHECK_FALSE(hours(all, "Europe/Paris").next_change(at("2025-01-06T12:00:00Z")));
    CHECK_FALSE(hours(all).stretch(at("2025-01-06T12:00:00Z")));
    all.weekly.pop_back();
    CHECK(change_after(hours(all), "2025-01-06T12:00:00Z") == "2025-01-11T00:00");
}

TEST_CASE("the only open minutes may fall into an hour that is skipped", "[schedule][windows]") {
    // Open on Sundays from 02:10 to 02:20 alone; on 30 March 2025 Paris has no such minutes.
    PauseWindows nearly{.weekly = {{sunday, 0, clock(2, 10)}, {sunday, clock(2, 20), clock(0, 0)}}};
    for (int day = 1; day < 7; ++day) nearly.weekly.push_back({day, 0, clock(23, 59)});
    const auto it = hours(nearly, "Europe/Paris");
    CHECK(change_after(it, "2025-03-23T12:00:00Z") == "2025-04-06T00:10");
    // On 26 October they come twice.
    CHECK(change_after(it, "2025-10-20T12:00:00Z") == "2025-10-26T00:10");
    CHECK(change_after(it, "2025-10-26T00:20:00Z") == "2025-10-26T01:10");
}

TEST_CASE("what cannot be read leaves no hours", "[schedule][windows]") {
    CHECK_FALSE(OpenHours::read({}, "Mars/Base"));
    for (const auto& bad : {DailyWindow{7, 0, 1}, DailyWindow{-1, 0, 1}, DailyWindow{0, 5, 5},
                            DailyWindow{0, -1, 5}, DailyWindow{0, 0, 1440}}) {
        CHECK_FALSE(OpenHours::read({.weekly = {bad}}, "UTC"));
    }
    const auto noon = at("2025-01-06T12:00:00Z");
    CHECK_FALSE(OpenHours::read({.dated = {{noon, noon}}}, "UTC"));
}

TEST_CASE("the windows agree with a slow definition around every transition of ten years",
          "[schedule][windows]") {
    const std::string name =
        GENERATE("Africa/Casablanca", "Europe/Paris", "America/New_York", "Asia/Kathmandu",
                 "Australia/Lord_Howe", "America/Sao_Paulo", "UTC");
    CAPTURE(name);
    const auto zone = zone::Zone::named(name).value();
    std::mt19937 random{42};
    auto moment = at("2018-01-01T00:00:00Z");
    const auto end = at("2029-01-01T00:00:00Z");
    while (moment < end) {
        CAPTURE(base::to_iso8601(moment));
        for (int set = 0; set < 3; ++set) compare(some_windows(random, moment), name, moment);
        const auto next = zone.next_transition(moment);
        moment = next ? *next : moment + std::chrono::days{190};
    }
}
