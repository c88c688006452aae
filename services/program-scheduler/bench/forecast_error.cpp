#include "forecast/forecast.hpp"
#include "program_scheduler/bench/month.hpp"
#include "program_scheduler/bench/plain_scene.hpp"
#include "program_scheduler/bench/run.hpp"

#include <cstdio>
#include <functional>

namespace hatif::program_scheduler::bench {

using base::Instant;
using schedule::Outcome;
using schedule::RetryPolicy;
using namespace std::chrono_literals;

namespace {

/// What the calls of a scene come to: counted from so many of its fates as the tables would know.
forecast::Mix mix_of(const Scene& scene) {
    forecast::Mix mix{.seen = 2'000};
    std::map<std::pair<Outcome, std::string>, forecast::CallKind> kinds;
    for (std::uint64_t i = 0; i < 2'000; ++i) {
        const Fate fate = fate_at(scene.seed + 77, i, 1);
        auto& kind = kinds
                         .try_emplace({fate.outcome, fate.reason},
                                      forecast::CallKind{fate.outcome, fate.reason})
                         .first->second;
        kind.answered = fate.talks > 0us;
        kind.share += 1;
        kind.seconds += std::chrono::duration<double>{fate.rings + fate.talks}.count();
    }
    for (auto& [key, kind] : kinds) {
        kind.seconds /= kind.share;
        kind.share /= mix.seen;
        mix.kinds.push_back(kind);
    }
    return mix;
}

forecast::Question question_of(const Scene& scene) {
    const ProgramWords& words = scene.ventures[0].program.words;
    forecast::Question it{.begins = scene.begins,
                          .stop_at = words.stop_at,
                          .hours = hours_of(words, {}),
                          .mix = mix_of(scene)};
    std::map<std::string, std::int64_t> zones;
    for (const auto& person : scene.people) ++zones[person.zones];
    for (const auto& [names, people] : zones) it.people.push_back({names, people});
    it.retries = {.type = words.retries.type,
                  .delay = 1s * static_cast<int>(words.retries.delay_minutes.value_or(0) * 60),
                  .max_retries = words.retries.max_retries.value_or(0)};
    const auto bound = [&](CapacityKind kind, const base::Uuid& id) {
        const auto& setting = scene.bounds.at({kind, id}).back();
        return schedule::Bound{.max_concurrent = setting.most, .per_second = setting.rate};
    };
    auto& [room, demands] = it.market;
    room.organizations = {bound(CapacityKind::organization, scene.caller.organization->value())};
    room.programs = {bound(CapacityKind::program, scene.ventures[0].program.id.value())};
    demands = {{}};
    for (const auto& number : scene.numbers) {
        demands[0].dids.push_back(room.dids.size());
        room.dids.push_back({bound(CapacityKind::did, number.id.value())});
    }
    for (const auto& trunk : scene.trunks) {
        room.trunks.push_back({.bound = bound(CapacityKind::trunk, trunk.id.value())});
    }
    return it;
}

struct Case {
    const char* name;
    long contacts;
    std::function<void(Scene&, ProgramWords&)> set;
};

void open_each_day(ProgramWords& words, int from, int until) {
    words.calling = schedule::CallingHours{};
    for (int day = 0; day < 7; ++day) words.calling->weekly.push_back({day, from, until});
}

void retry(ProgramWords& words, double minutes, int times) {
    words.retries = {
        .type = RetryPolicy::Type::fixed_delay, .delay_minutes = minutes, .max_retries = times};
}

const std::vector<Case> cases{
    {"nothing but the calls themselves", 400, [](Scene&, ProgramWords&) {}},
    {"program, 2 calls/s", 1'500,
     [](Scene&, ProgramWords& words) { words.limits.calls_per_second = 2; }},
    {"program, 6 calls at once, 3 retries after 10 min", 800,
     [](Scene&, ProgramWords& words) {
         words.limits.max_concurrent_calls = 6;
         retry(words, 10, 3);
     }},
    {"organization, 12 calls at once", 1'500,
     [](Scene& scene, ProgramWords&) { scene.caller.settings.max_concurrent_calls = 12; }},
    {"trunk, 1 call/s, 2 retries after 5 min", 1'000,
     [](Scene& scene, ProgramWords& words) {
         scene.trunks[0].rate = 1;
         retry(words, 5, 2);
     }},
    {"one number, 4 calls at once", 800,
     [](Scene& scene, ProgramWords&) { scene.numbers[0].most = 4; }},
    {"hours 09:00-09:20 of three zones, 4 at once, retry after 3 h", 1'200,
     [](Scene&, ProgramWords& words) {
         open_each_day(words, 540, 560);
         words.limits.max_concurrent_calls = 4;
         retry(words, 180, 1);
     }},
    {"retries, 4 after 2 h each", 600, [](Scene&, ProgramWords& words) { retry(words, 120, 4); }},
};

double hours(base::Duration it) {
    return std::chrono::duration<double, std::ratio<3600>>{it}.count();
}

} // namespace

bool compare_forecasts() {
    Database database;
    PeopleServer contacts;
    bool sound = true;
    std::printf("| program | contacts | forecast P50 | P90 | it took | error | calls said / made | "
                "limit named |\n|---|---|---|---|---|---|---|---|\n");
    for (const Case& it : cases) {
        Scene scene = plain_scene(it.contacts, {"Africa/Casablanca", "Europe/Paris", "Asia/Tokyo"});
        it.set(scene, scene.ventures[0].program.words);
        // Rates give out places for less than half a second ahead.
        const bool paced =
            scene.trunks[0].rate || scene.ventures[0].program.words.limits.calls_per_second;
        scene.pace = {.least = 50ms,
                      .most = paced ? base::Duration{390ms} : base::Duration{4s},
                      .by_events = true,
                      .most_ticks = 200'000};
        note_bounds(scene);
        const auto told = must(forecast::forecast(question_of(scene)));
        const auto report = Run{database, contacts, scene}.go();
        const double took = hours(report.last_end - scene.begins);
        const double said = hours(*told.finish_p50 - scene.begins);
        std::printf("| %s | %ld | %.2f h | %.2f h | %.2f h | %+.1f %% | %ld / %ld | %s |\n",
                    it.name, it.contacts, said, hours(*told.finish_p90 - scene.begins), took,
                    100 * (said - took) / took, told.calls, report.calls,
                    told.binding_limit.c_str());
        std::fflush(stdout);
        for (const auto& wrong : report.complaints) {
            std::printf("  %s\n", wrong.c_str());
            sound = false;
        }
    }
    return sound;
}

} // namespace hatif::program_scheduler::bench
