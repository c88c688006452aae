#include "program_scheduler/bench/month.hpp"

#include "program_scheduler/bench/plain_scene.hpp"
#include "program_scheduler/bench/run.hpp"

#include <chrono>
#include <cstdio>
#include <ctime>

namespace hatif::program_scheduler::bench {

using namespace std::chrono_literals;

namespace {

constexpr int lines = 800;

/// Twice a day but on Sundays.
schedule::CallingHours hours_of_a_month() {
    schedule::CallingHours hours{.zone = schedule::HoursOf::program};
    for (int day = 1; day < 7; ++day) {
        hours.weekly.push_back({day, 12 * 60, 12 * 60 + 20});
        hours.weekly.push_back({day, 19 * 60, 19 * 60 + 20});
    }
    return hours;
}

Scene month_of(long contacts) {
    Scene scene = plain_scene(contacts, {"Africa/Casablanca", "Asia/Karachi", "America/New_York"});
    ProgramWords& words = scene.ventures[0].program.words;
    words.calling = hours_of_a_month();
    words.timezone = "Africa/Casablanca";
    words.stop_at = scene.begins + std::chrono::days{30};
    words.retries = {.type = schedule::RetryPolicy::Type::fixed_delay,
                     .delay_minutes = 26 * 60,
                     .max_retries = 6};
    scene.caller.settings.max_concurrent_calls = lines;
    scene.lines_of_a_worker = lines;
    scene.pace = {.least = 110s,
                  .most = 130s,
                  .lease_time = 300s,
                  .patience = std::chrono::days{31},
                  .most_ticks = 100'000};
    note_bounds(scene);
    return scene;
}

} // namespace

bool run_month(long contacts) {
    Database database;
    PeopleServer contacts_service;
    Scene scene = month_of(contacts);
    const auto began = std::chrono::steady_clock::now();
    const auto cpu = std::clock();
    const auto report = Run{database, contacts_service, scene}.go();
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - began;
    std::printf("%ld contacts, %ld calls in %.1f days of virtual time, %ld ticks: %.1f s "
                "(%.1f s of them CPU of this process)\n",
                contacts, report.calls,
                std::chrono::duration<double, std::ratio<86'400>>{report.length}.count(),
                report.ticks, spent.count(),
                static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC);
    for (const auto& it : report.complaints) std::printf("  %s\n", it.c_str());
    return report.complaints.empty();
}

} // namespace hatif::program_scheduler::bench
