#include "speech/date.hpp"
#include "speech/number.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <new>
#include <string>
#include <vector>

// What a number or a date costs to say. The time is told, for docs/performance.md; what is required
// is counted: allocations grow with the keys that are said, and with nothing else.

using namespace hatif::speech;

namespace {

std::size_t allocations = 0;

} // namespace

void* operator new(std::size_t size) {
    auto* const it = std::malloc(size);
    if (it == nullptr) throw std::bad_alloc{};
    allocations += 1;
    return it;
}

void operator delete(void* it) noexcept {
    std::free(it);
}

void operator delete(void* it, std::size_t) noexcept {
    std::free(it);
}

namespace {

constexpr int rounds = 2'000;

/// Of one saying after the other: the keys, the most allocations of one, and the mean time.
struct Cost {
    std::size_t keys = 0;
    std::size_t most = 0;
    std::size_t over = 0; ///< the most by which the allocations of one are more than its keys
    int sayings = 0;
    double microseconds = 0; ///< of CPU
};

template <class Say>
void add(Cost& cost, const Say& say) {
    const auto before = allocations;
    const auto keys = say()->size();
    const auto made = allocations - before;
    cost.keys += keys;
    cost.most = std::max(cost.most, made);
    cost.over = std::max(cost.over, made > keys ? made - keys : 0);
    cost.sayings += 1;
}

template <class Once>
Cost cost_of(const Once& once) {
    Cost cost;
    const auto began = std::clock();
    for (int i = 0; i < rounds; ++i) once(cost);
    cost.microseconds =
        static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC / cost.sayings * 1e6;
    return cost;
}

} // namespace

TEST_CASE("saying a number allocates twice besides its keys at most, a date four times",
          "[speech][speed]") {
    const std::vector<std::string> numbers{"0",         "71",           "1999.99",
                                           "-12345678", "987654321012", "777777777777.77"};
    for (const auto language : languages) {
        const auto number = cost_of([&](Cost& cost) {
            for (const auto& it : numbers) {
                for (const auto mode : {NumberMode::full, NumberMode::currency}) {
                    add(cost, [&] { return say_number(language, mode, it, "MAD"); });
                }
            }
        });
        const auto date = cost_of([&](Cost& cost) {
            add(cost,
                [&] { return say_date(language, DateMode::full, "1999-12-31T22:45:00+01:00"); });
        });
        const auto* words =
            "{}: a number {:.2f} µs, {} allocations at most, {} over its keys; a date "
            "{:.2f} µs, {} allocations, {} over ({} keys)";
        WARN(fmt::format(fmt::runtime(words), to_string(language), number.microseconds, number.most,
                         number.over, date.microseconds, date.most, date.over,
                         number.keys + date.keys));
        CHECK(number.over <= 2);
        CHECK(date.over <= 4);
    }
}
