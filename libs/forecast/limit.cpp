#include "forecast/limit.hpp"

#include <array>
#include <cmath>
#include <utility>

namespace hatif::forecast {

namespace {

constexpr double worth_naming = 0.05;
constexpr double shortest = 1; // second

/// Seconds to the end; one that ends with people left would have taken longer for them.
double length_of(const RunResult& run, base::Instant begins) {
    const double seconds = std::chrono::duration<double>{run.finish - begins}.count();
    if (run.left == 0) return seconds;
    if (run.calls == 0) return std::chrono::duration<double>{horizon}.count();
    return seconds * (1 + static_cast<double>(run.left) / static_cast<double>(run.calls));
}

} // namespace

std::string narrowest_bound(const Market& market, double seconds) {
    constexpr std::array kinds{
        std::pair{Which::program, "program"}, std::pair{Which::organization, "organization"},
        std::pair{Which::did_pool, "did_pool"}, std::pair{Which::trunk, "trunk"}};
    double least = INFINITY;
    std::string name;
    for (const auto& [which, word] : kinds) {
        const auto alone = with_only(market, which);
        const double by_rate = starts_per_second(without_concurrency(alone), seconds);
        const double by_lines = starts_per_second(without_rates(alone), seconds);
        // A hair wider is as wide.
        if (std::min(by_rate, by_lines) >= least * 0.98) continue;
        least = std::min(by_rate, by_lines);
        name =
            std::string{word} + (by_rate <= by_lines ? " calls_per_second" : " concurrent_calls");
    }
    return name;
}

Gain greatest_gain(const Trials& trials, base::Instant begins) {
    const double now = length_of(trials.as_it_is, begins);
    double best = now - std::max(now * worth_naming, shortest);
    Gain gain = Gain::nothing;
    for (const auto& [other, what] : {std::pair{&trials.without_bounds, Gain::bounds},
                                      std::pair{&trials.without_hours, Gain::hours},
                                      std::pair{&trials.without_delays, Gain::retries}}) {
        const double length = length_of(*other, begins);
        if (length >= best) continue;
        best = length;
        gain = what;
    }
    return gain;
}

} // namespace hatif::forecast
