#include "forecast/forecast.hpp"
#include "forecast/limit.hpp"

#include <catch2/catch.hpp>

using namespace hatif::forecast;
using namespace std::chrono_literals;
using hatif::base::Instant;
using hatif::schedule::Outcome;
using hatif::schedule::RetryPolicy;

namespace {

const Instant monday{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 8h};

Question question(std::int64_t contacts) {
    Question it{.begins = monday, .hours = {.zone = "UTC"}, .people = {{"UTC", contacts}}};
    it.market = {{{{}}, {{}}, {{}}, {{}}}, {{.dids = {0}}}};
    it.mix = {
        .kinds = {{Outcome::completed, "", true, 0.6, 30}, {Outcome::busy, "", false, 0.4, 30}},
        .seen = 1e6};
    return it;
}

std::string limit(const Question& it) {
    return forecast(it)->binding_limit;
}

} // namespace

TEST_CASE("the limit that binds is named", "[forecast][limit]") {
    auto it = question(1'000);
    CHECK(limit(it) == "nothing");
    it.market.room.programs[0].per_second = 2;
    CHECK(limit(it) == "program calls_per_second");
    it.market.room.organizations[0].max_concurrent = 10;
    CHECK(limit(it) == "organization concurrent_calls");
    it.market.room.trunks[0].bound.max_concurrent = 5;
    CHECK(limit(it) == "trunk concurrent_calls");
    it.market.room.dids[0].bound.max_concurrent = 2;
    CHECK(limit(it) == "did_pool concurrent_calls");
    it.dialer_calls = 1;
    CHECK(limit(it) == "dialers");
}

TEST_CASE("the program's bound is named where the organization's is as narrow",
          "[forecast][limit]") {
    auto it = question(1'000);
    it.market.room.programs[0].max_concurrent = 10;
    it.market.room.organizations[0].max_concurrent = 10;
    CHECK(limit(it) == "program concurrent_calls");
}

TEST_CASE("hours bind where a day would do without them, retries where their delays do",
          "[forecast][limit]") {
    auto it = question(1'000);
    it.market.room.programs[0].per_second = 10;
    it.hours.calling = {.weekly = {{2, 540, 600}}, .zone = hatif::schedule::HoursOf::program};
    CHECK(limit(it) == "hours");
    it.hours.calling = {};
    it.retries = {.type = RetryPolicy::Type::fixed_delay, .delay = 1h, .max_retries = 3};
    CHECK(limit(it) == "retries");
    it.retries = {.type = RetryPolicy::Type::scheduled, .dates = {monday + 48h}};
    CHECK(limit(it) == "retries");
}

TEST_CASE("hours that never open: no call, no end, and why", "[forecast][limit]") {
    auto it = question(10);
    for (int day = 0; day < 7; ++day) it.hours.pauses.weekly.push_back({day, 0, 1439});
    const auto told = forecast(it);
    CHECK_FALSE(told->first_call);
    CHECK_FALSE(told->finish_p50);
    CHECK(told->binding_limit == "hours");
    CHECK(told->calls == 0);
}
