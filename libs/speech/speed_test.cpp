#include "speech/date.hpp"
#include "speech/number.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <sys/resource.h>

#include <string>
#include <vector>

// The promise of issue 7: a number or a date turned into keys takes at most 20 µs of CPU time.

using namespace hatif::speech;

namespace {

double cpu_seconds() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    return static_cast<double>(used.ru_utime.tv_sec) +
           static_cast<double>(used.ru_utime.tv_usec) / 1e6;
}

} // namespace

TEST_CASE("a number or a date becomes keys in 20 µs", "[speech][speed]") {
    const std::vector<std::string> numbers{"0",         "71",           "1999.99",
                                           "-12345678", "987654321012", "777777777777.77"};
    constexpr int rounds = 2'000;
    for (const auto language : languages) {
        std::size_t keys = 0;
        int sayings = 0;
        double began = cpu_seconds();
        for (int i = 0; i < rounds; ++i) {
            for (const auto& number : numbers) {
                for (const auto mode : {NumberMode::full, NumberMode::currency}) {
                    keys += say_number(language, mode, number, "MAD")->size();
                    ++sayings;
                }
            }
        }
        const double number = (cpu_seconds() - began) / sayings * 1e6;
        began = cpu_seconds();
        for (int i = 0; i < 5 * rounds; ++i) {
            keys += say_date(language, DateMode::full, "1999-12-31T22:45:00+01:00")->size();
        }
        const double date = (cpu_seconds() - began) / (5 * rounds) * 1e6;
        WARN(fmt::format("{}: a number {:.2f} µs, a date {:.2f} µs ({} keys)", to_string(language),
                         number, date, keys));
        CHECK(number <= 20);
        CHECK(date <= 20);
    }
}
