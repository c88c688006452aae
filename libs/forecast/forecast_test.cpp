#include "forecast/forecast.hpp"

#include <catch2/catch.hpp>

#include <ctime>
#include <numeric>

using namespace hatif::forecast;
using namespace std::chrono_literals;
using hatif::base::Instant;
using hatif::schedule::HoursOf;
using hatif::schedule::Outcome;
using hatif::schedule::RetryPolicy;

namespace {

const Instant monday{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 8h};

Question question(std::int64_t contacts) {
    Question it{.begins = monday, .hours = {.zone = "UTC"}, .people = {{"UTC", contacts}}};
    it.market = {{{{}}, {{}}, {{}}, {{}}}, {{.dids = {0}}}};
    it.mix = usual_mix();
    return it;
}

void open_from_nine_to_five(Question& it) {
    it.hours.calling.zone = HoursOf::contact;
    for (int day = 1; day < 6; ++day) it.hours.calling.weekly.push_back({day, 540, 1020});
}

double cpu_seconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

} // namespace

TEST_CASE("the same question gets the same answer", "[forecast]") {
    auto it = question(5'000);
    it.market.room.programs[0].per_second = 3;
    const auto first = forecast(it);
    const auto second = forecast(it);
    CHECK(first->finish_p50 == second->finish_p50);
    CHECK(first->calls_by_hour == second->calls_by_hour);
    CHECK(*first->finish_p50 <= *first->finish_p90);
}

TEST_CASE("the less was seen of a campaign's calls, the later the careless end", "[forecast]") {
    auto it = question(50'000);
    it.market.room.programs[0].max_concurrent = 50;
    it.mix.seen = 20'000;
    const auto sure = forecast(it);
    it.mix.seen = 30;
    const auto unsure = forecast(it);
    CHECK(*unsure->finish_p90 - *unsure->finish_p50 > 2 * (*sure->finish_p90 - *sure->finish_p50));
}

TEST_CASE("each person is called in the hours of their own zones", "[forecast]") {
    auto it = question(0);
    open_from_nine_to_five(it);
    it.people = {{"Asia/Tokyo", 100}, {"America/New_York", 100}, {"", 50}};
    const auto told = forecast(it);
    CHECK(told->calls == 200);              // who has no zone is not called
    CHECK(told->first_call == monday + 6h); // 9 in New York; Tokyo closed at 8 UTC
    CHECK(told->calls_by_hour.begin()->second == 100);
    CHECK(told->calls_by_hour.rbegin()->first == monday + 16h);
    CHECK(told->binding_limit == "hours");
}

TEST_CASE("at stopAt it ends, whoever is left", "[forecast]") {
    auto it = question(10'000);
    it.market.room.programs[0].per_second = 1;
    it.stop_at = monday + 1h;
    const auto told = forecast(it);
    CHECK(told->finish_p50 >= *it.stop_at);
    CHECK(*told->finish_p50 <= *it.stop_at + 2min);
    CHECK(told->calls == Approx(3'600).margin(20));
    CHECK(told->binding_limit == "program calls_per_second");
}

TEST_CASE("what takes more than three years has no end", "[forecast]") {
    auto it = question(10'000'000);
    it.market.room.programs[0].per_second = 0.01;
    const auto told = forecast(it);
    CHECK_FALSE(told->finish_p50);
    CHECK(told->binding_limit == "program calls_per_second");
}

TEST_CASE("campaigns beside it end, and it goes on faster", "[forecast]") {
    auto it = question(3'600);
    it.market.room.organizations[0].per_second = 2;
    it.market.room.programs.emplace_back();
    it.market.demands.push_back({.program = 1, .dids = {0}, .due = 1'800});
    const auto both = forecast(it);
    // Half of two a second for half an hour, then all.
    CHECK(std::chrono::duration<double, std::ratio<60>>{*both->finish_p50 - monday}.count() ==
          Approx(45.5).margin(2));
}

TEST_CASE("rules that cannot be read are told", "[forecast]") {
    auto it = question(10);
    it.hours.zone = "Mars/Olympus";
    CHECK_FALSE(forecast(it));
}

TEST_CASE("a million contacts are answered for in 0.3 s, ten million in one", "[forecast]") {
    for (const std::int64_t contacts : {1'000'000, 10'000'000}) {
        auto it = question(contacts);
        open_from_nine_to_five(it);
        it.people.clear();
        for (const char* zones : {"Africa/Casablanca", "Europe/Paris", "America/Chicago",
                                  "Asia/Tokyo", "America/Bogota,America/Lima"}) {
            it.people.push_back({zones, contacts / 5});
        }
        it.market.room.organizations[0].max_concurrent = 2'000;
        it.market.room.programs[0].per_second = 50;
        it.retries = {.type = RetryPolicy::Type::fixed_delay, .delay = 30min, .max_retries = 3};
        const double before = cpu_seconds();
        const auto told = forecast(it);
        const double spent = cpu_seconds() - before;
        CAPTURE(contacts, spent);
        CHECK(spent < (contacts > 1'000'000 ? 1.0 : 0.3));
        CHECK(told->calls > contacts);
        CHECK(told->binding_limit == (contacts > 1'000'000 ? "program calls_per_second" : "hours"));
        WARN("CPU for " << contacts << " contacts: " << spent * 1000 << " ms");
    }
}
