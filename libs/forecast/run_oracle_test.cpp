#include "forecast/forecast.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <queue>
#include <random>
#include <set>

using namespace hatif::forecast;
using namespace std::chrono_literals;
using hatif::base::Duration;
using hatif::base::Instant;
using hatif::schedule::Outcome;
using hatif::schedule::RetryPolicy;

namespace {

const Instant monday{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}};

/// One campaign of few words, that both can be asked about.
struct Simple {
    std::int64_t people = 100;
    int lines = 0;   ///< 0: no limit
    double rate = 0; ///< 0: no limit
    int from = 0;    ///< open each day from this hour
    int until = 24;  ///< until this one
    int retries = 0;
    Duration delay{1h};
    double busy = 0.4; ///< the chance of it; all others are reached
    double talk = 40;  ///< seconds; busy takes five
};

Question question_of(const Simple& it) {
    Question question{
        .begins = monday + 9h, .hours = {.zone = "UTC"}, .people = {{"UTC", it.people}}};
    question.market = {{{{}}, {{}}, {{}}, {{}}}, {{.dids = {0}}}};
    if (it.lines > 0) question.market.room.organizations[0].max_concurrent = it.lines;
    if (it.rate > 0) question.market.room.programs[0].per_second = it.rate;
    if (it.until - it.from < 24) {
        question.hours.calling.zone = hatif::schedule::HoursOf::program;
        for (int day = 0; day < 7; ++day) {
            question.hours.calling.weekly.push_back({day, it.from * 60, it.until * 60});
        }
    }
    if (it.retries > 0) {
        question.retries = {
            .type = RetryPolicy::Type::fixed_delay, .delay = it.delay, .max_retries = it.retries};
    }
    question.mix = {.kinds = {{Outcome::completed, "", true, 1 - it.busy, it.talk},
                              {Outcome::busy, "", false, it.busy, 5}},
                    .seen = 1e9};
    return question;
}

/// Person by person, line by line, second by second of their calls; knows of one rate, one number
/// of lines, one hour to begin and one to end.
struct Outcomes {
    Instant finish;
    std::int64_t calls = 0;
};

Outcomes slowly(const Simple& it, unsigned seed) {
    std::mt19937 random{seed};
    std::bernoulli_distribution busy{it.busy};
    const auto in_hours = [&](Instant at) {
        const auto hour = (at - std::chrono::floor<std::chrono::days>(at)) / 1h;
        return hour >= it.from && hour < it.until;
    };
    std::multimap<Instant, int> waiting; // due, attempts before
    std::int64_t unplanned = it.people;
    std::multiset<Instant> live;
    Instant now = monday + 9h;
    Instant next_start = now;
    Outcomes out{now};
    while (unplanned > 0 || !waiting.empty()) {
        int due = 0;
        for (auto next = waiting.begin(); unplanned > 0 && due < 500 && next != waiting.end();
             ++next) {
            if (next->first > now) break;
            ++due;
        }
        for (int i = 0; due < 500 && i < 1'000 && unplanned > 0; ++i, --unplanned) {
            waiting.emplace(now, 0);
        }
        Instant start = std::max({now, next_start, waiting.begin()->first});
        live.erase(live.begin(), live.upper_bound(start));
        if (it.lines > 0 && std::ssize(live) >= it.lines) start = std::max(start, *live.begin());
        while (!in_hours(start)) start = std::chrono::floor<std::chrono::minutes>(start) + 1min;
        live.erase(live.begin(), live.upper_bound(start));
        now = start;
        const int before = waiting.begin()->second;
        waiting.erase(waiting.begin());
        const bool missed = busy(random);
        const Instant end =
            start + Duration{static_cast<std::int64_t>((missed ? 5 : it.talk) * 1e6)};
        live.insert(end);
        ++out.calls;
        out.finish = std::max(out.finish, end);
        if (it.rate > 0) next_start = start + Duration{static_cast<std::int64_t>(1e6 / it.rate)};
        if (missed && before < it.retries) waiting.emplace(end + it.delay, before + 1);
    }
    return out;
}

void compare(const Simple& it) {
    std::vector<Instant> finishes;
    double calls = 0;
    for (unsigned seed = 1; seed <= 5; ++seed) {
        const auto out = slowly(it, seed);
        finishes.push_back(out.finish);
        calls += static_cast<double>(out.calls) / 5;
    }
    std::sort(finishes.begin(), finishes.end());
    const auto told = forecast(question_of(it));
    const auto length = std::chrono::duration<double>{finishes[2] - (monday + 9h)}.count();
    const auto said = std::chrono::duration<double>{*told->finish_p50 - (monday + 9h)}.count();
    CAPTURE(it.people, it.lines, it.rate, it.from, it.until, it.retries, it.delay.count(), it.busy);
    CAPTURE(length, said, calls, told->calls);
    // What varies by itself, and one call's length.
    const auto spread = std::chrono::duration<double>{finishes[4] - finishes[0]}.count();
    CHECK(std::abs(said - length) <= 0.04 * length + spread + it.talk);
    CHECK(static_cast<double>(told->calls) == Approx(calls).epsilon(0.05).margin(5));
    std::int64_t by_hour = 0;
    for (const auto& [hour, started] : told->calls_by_hour) {
        by_hour += started;
        const auto of_day = (hour - std::chrono::floor<std::chrono::days>(hour)) / 1h;
        CHECK(of_day >= it.from);
        CHECK(of_day < it.until);
    }
    CHECK(by_hour == told->calls);
}

} // namespace

TEST_CASE("one limit at a time: the end is where people one by one put it", "[forecast][oracle]") {
    compare({.people = 2'000, .rate = 2});
    compare({.people = 2'000, .lines = 15});
    compare({.people = 5, .lines = 1});
    compare({.people = 3'000, .rate = 0.05, .from = 9, .until = 17});
    compare({.people = 3'000, .lines = 2, .from = 9, .until = 17});
    compare({.people = 500, .retries = 3, .delay = 2h});
    compare({.people = 500, .from = 9, .until = 12, .retries = 5, .delay = 2h});
}

TEST_CASE("campaigns drawn at random end where people one by one put it", "[forecast][oracle]") {
    std::mt19937 random{7};
    const auto one_of = [&](auto... values) {
        const std::vector all{values...};
        return all[random() % all.size()];
    };
    for (int i = 0; i < 20; ++i) {
        Simple it{.people = one_of(20, 300, 1'200, 3'000),
                  .lines = one_of(0, 0, 3, 40),
                  .rate = one_of(0.0, 0.1, 1.0, 20.0),
                  .retries = one_of(0, 1, 3),
                  .delay = one_of(5min, 60min, 26 * 60min),
                  .busy = one_of(0.1, 0.5, 0.9)};
        if (random() % 2 == 0) {
            it.from = 8;
            it.until = 8 + static_cast<int>(random() % 10) + 2;
        }
        compare(it);
    }
}
