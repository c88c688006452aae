#include "schedule/closed_days.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

using namespace hatif::schedule;
using namespace std::chrono;

namespace {

sys_days date(int y, unsigned m, unsigned d) {
    return sys_days{year{y} / month{m} / day{d}};
}

} // namespace

TEST_CASE("the next closed day is the first on or after, found day by day", "[schedule][hours]") {
    std::mt19937 random{12};
    const auto upto = [&](unsigned n) { return static_cast<int>(random() % n); };
    for (int round = 0; round < 300; ++round) {
        std::vector<Day> days;
        for (int i = upto(5); i > 0; --i) {
            days.push_back({upto(2) * (2024 + upto(4)), 1 + upto(12), 1 + upto(28)});
        }
        if (upto(3) == 0) days.push_back({0, 2, 29});
        const auto it = ClosedDays::read(days).value();
        auto from = date(2023, 1, 1) + std::chrono::days{upto(2000)};
        if (!days.empty() && days[0].year != 0 && upto(2) == 0) {
            const auto& one = days[0];
            from = date(one.year, static_cast<unsigned>(one.month), static_cast<unsigned>(one.day));
        }
        auto slow = from;
        const auto holds = [&](sys_days when) {
            const year_month_day shown{when};
            return std::any_of(days.begin(), days.end(), [&](const Day& one) {
                return (one.year == 0 || year{one.year} == shown.year()) &&
                       month{static_cast<unsigned>(one.month)} == shown.month() &&
                       day{static_cast<unsigned>(one.day)} == shown.day();
            });
        };
        while (slow < date(2040, 1, 1) && !holds(slow)) slow += std::chrono::days{1};
        const auto fast = it.next(from);
        if (slow < date(2040, 1, 1)) {
            REQUIRE(fast == slow);
        } else {
            REQUIRE_FALSE(fast);
        }
        REQUIRE(it.holds(from) == holds(from));
    }
}

TEST_CASE("29 February is missed where a century leaves it out", "[schedule][hours]") {
    const auto it = ClosedDays::read({{0, 2, 29}}).value();
    CHECK(it.next(date(2096, 3, 1)) == date(2104, 2, 29));
    CHECK_FALSE(it.holds(date(2100, 3, 1)));
    CHECK(it.last_of_once() == std::nullopt);
    CHECK(ClosedDays::read({{2025, 1, 1}, {2024, 1, 1}})->last_of_once() == date(2025, 1, 1));
}
