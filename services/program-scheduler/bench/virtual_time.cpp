#include "observability/log.hpp"
#include "program_scheduler/bench/month.hpp"
#include "program_scheduler/bench/run.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

using namespace hatif::program_scheduler;

namespace {

struct Wish {
    std::uint64_t from = 1;
    std::uint64_t seeds = 1'000'000;
    double seconds = 1e9;
    bool verbose = false;
};

int run_scenes(const Wish& wish) {
    bench::Database database;
    bench::PeopleServer contacts;
    const auto began = std::chrono::steady_clock::now();
    std::uint64_t runs = 0;
    std::uint64_t wrong = 0;
    std::int64_t calls = 0;
    std::int64_t ticks = 0;
    for (auto seed = wish.from; seed < wish.from + wish.seeds; ++seed) {
        const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - began;
        if (spent.count() > wish.seconds) break;
        auto scene = bench::draw_scene(seed);
        const auto report = bench::Run{database, contacts, scene}.go();
        ++runs;
        calls += report.calls;
        ticks += report.ticks;
        if (wish.verbose) {
            std::printf("seed %lu: %ld calls, %ld ticks, %.1f h\n", seed, report.calls,
                        report.ticks,
                        std::chrono::duration<double, std::ratio<3600>>{report.length}.count());
        }
        if (report.complaints.empty()) continue;
        ++wrong;
        std::printf("seed %lu:\n", seed);
        for (const auto& it : report.complaints) std::printf("  %s\n", it.c_str());
    }
    std::printf("%lu runs, %ld calls, %ld ticks: %lu with complaints\n", runs, calls, ticks, wrong);
    return wrong == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

} // namespace

/// [--from SEED] [--seeds N] [--seconds S] [--verbose]: scenes drawn by their seeds
/// month: a program of 30 days
/// forecasts: the forecast beside what comes
int main(int count, char** words) {
    std::setvbuf(stdout, nullptr, _IOLBF, 0); // what was found stays found, however it ends
    Wish wish;
    for (int i = 1; i < count; ++i) {
        const std::string word = words[i];
        const char* value = i + 1 < count ? words[i + 1] : "";
        if (word == "--from") wish.from = std::strtoull(value, nullptr, 10);
        if (word == "--seeds") wish.seeds = std::strtoull(value, nullptr, 10);
        if (word == "--seconds") wish.seconds = std::strtod(value, nullptr);
        if (word == "--verbose") wish.verbose = true;
    }
    hatif::observability::start_log("virtual-time", "error");
    const std::string what = count > 1 ? words[1] : "";
    try {
        if (what == "month") return bench::run_month(100'000) ? EXIT_SUCCESS : EXIT_FAILURE;
        if (what == "forecasts") return bench::compare_forecasts() ? EXIT_SUCCESS : EXIT_FAILURE;
        return run_scenes(wish);
    } catch (const std::exception& why) {
        std::fprintf(stderr, "%s\n", why.what());
        return EXIT_FAILURE;
    }
}
