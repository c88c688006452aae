#include "program_scheduler/bench/setting.hpp"

#include "program_scheduler/bench/database.hpp"
#include "program_scheduler/programs/program_rows.hpp"

#include <array>
#include <cmath>

namespace hatif::program_scheduler::bench {

using base::Instant;
using schedule::Outcome;
using schedule::RetryPolicy;
using namespace std::chrono_literals;

namespace {

constexpr std::array zone_sets{"Africa/Casablanca",   "Europe/Paris",
                               "America/New_York",    "Africa/Cairo,Europe/Paris",
                               "Australia/Lord_Howe", ""};
constexpr std::array program_zones{"Africa/Casablanca", "UTC", "Europe/London", "America/St_Johns",
                                   "Asia/Beirut"};

template <class T, std::size_t n>
const T& one_of(Random& random, const std::array<T, n>& all) {
    return all[static_cast<std::size_t>(between(random, 0, n - 1))];
}

std::optional<std::int32_t> maybe_lines(Random& random, double how_often) {
    if (!chance(random, how_often)) return std::nullopt;
    return static_cast<std::int32_t>(between(random, 1, 6));
}

std::optional<double> maybe_rate(Random& random, double how_often) {
    constexpr std::array rates{0.3, 1.0, 2.5, 7.0, 30.0};
    return chance(random, how_often) ? std::optional{one_of(random, rates)} : std::nullopt;
}

std::vector<schedule::DailyWindow> draw_week(Random& random, int windows) {
    std::vector<schedule::DailyWindow> week;
    for (int i = 0; i < windows; ++i) {
        const auto from = static_cast<int>(between(random, 0, 1438));
        const auto length = static_cast<int>(between(random, 5, 700));
        const int until = chance(random, 0.1) ? 1439 : (from + length) % 1440;
        if (until != from) week.push_back({static_cast<int>(between(random, 0, 6)), from, until});
    }
    return week;
}

Retries draw_retries(Random& random, Instant begins) {
    Retries it;
    const auto kind = between(random, 0, 3);
    if (kind == 0) return it;
    if (kind == 1) {
        it.type = RetryPolicy::Type::scheduled;
        for (int i = 0; i < 3; ++i) {
            it.dates.push_back(begins + std::chrono::minutes{between(random, 1, 3'000)});
        }
        std::sort(it.dates.begin(), it.dates.end());
        return it;
    }
    it.type = RetryPolicy::Type::fixed_delay;
    it.delay_minutes = static_cast<double>(between(random, 0, 200)) / 4;
    it.max_retries = static_cast<std::int32_t>(between(random, 1, 4));
    if (chance(random, 0.3)) it.on = {Outcome::busy, Outcome::no_answer, Outcome::failed};
    if (chance(random, 0.3)) it.by_outcome[Outcome::busy] = {10min, 1};
    return it;
}

ProgramWords draw_words(Random& random, Instant begins) {
    ProgramWords it{.name = "p",
                    .flow = base::FlowId{base::Uuid::v7(begins)},
                    .audience = base::AudienceId{base::Uuid::v7(begins)},
                    .timezone = one_of(random, program_zones)};
    if (chance(random, 0.2)) it.start_at = begins + std::chrono::minutes{between(random, 1, 400)};
    if (chance(random, 0.3)) {
        it.stop_at = it.start_at.value_or(begins) + std::chrono::minutes{between(random, 2, 4'000)};
    }
    if (chance(random, 0.4)) it.pauses.weekly = draw_week(random, 6);
    if (chance(random, 0.2)) {
        const auto from = begins + std::chrono::minutes{between(random, 0, 60)};
        it.pauses.dated = {{from, from + std::chrono::minutes{between(random, 1, 300)}}};
    }
    if (chance(random, 0.5)) {
        it.calling = schedule::CallingHours{.weekly = draw_week(random, 9)};
        it.calling->zone =
            chance(random, 0.6) ? schedule::HoursOf::contact : schedule::HoursOf::program;
    }
    it.retries = draw_retries(random, begins);
    it.limits.max_concurrent_calls = maybe_lines(random, 0.4);
    it.limits.calls_per_second = maybe_rate(random, 0.4);
    it.limits.priority = static_cast<std::int32_t>(between(random, 1, 10));
    it.sticky_did = chance(random, 0.3);
    if (chance(random, 0.1)) it.breaker = schedule::BreakerRule{0.6, 5};
    return it;
}

std::vector<Person> draw_people(Random& random, std::int64_t count) {
    std::vector<Person> people;
    for (std::int64_t i = 0; i < count; ++i) {
        // Some have one number in common.
        const auto digits = std::to_string(10'000'000 + (chance(random, 0.1) ? i / 4 * 4 : i));
        Person it{.phone = "+2126" + digits, .zones = one_of(random, zone_sets)};
        if (chance(random, 0.05)) it.refusal = contact::v1::REFUSAL_DO_NOT_CALL;
        people.push_back(std::move(it));
    }
    return people;
}

Faults draw_faults(Random& random) {
    Faults it;
    if (chance(random, 0.1)) return it;
    for (double* each :
         {&it.claim_lost, &it.start_lost, &it.renew_lost, &it.not_dialled, &it.worker_sleeps,
          &it.frozen, &it.event_late, &it.event_twice, &it.batch_twice}) {
        if (chance(random, 0.5)) *each = chance(random, 0.3) ? 0.4 : 0.08;
    }
    if (chance(random, 0.5)) it.worker_dies = 0.01;
    if (chance(random, 0.3)) it.away = 0.1;
    if (chance(random, 0.5)) it.disturbed = 0.02;
    if (chance(random, 0.3)) it.skewed = 0.3;
    return it;
}

void draw_lines(Random& random, Scene& scene) {
    for (auto i = between(random, 1, 2); i > 0; --i) {
        scene.trunks.push_back({base::TrunkId{base::Uuid::v7(scene.begins)},
                                maybe_lines(random, 0.3), maybe_rate(random, 0.3)});
    }
    for (auto i = between(random, 1, 3); i > 0; --i) {
        scene.numbers.push_back({base::DidId{base::Uuid::v7(scene.begins)},
                                 "+2125200000" + std::to_string(10 + i), maybe_lines(random, 0.3)});
        if (chance(random, 0.3)) scene.numbers.back().trunk = scene.trunks.back().id;
    }
}

} // namespace

void note_bounds(Scene& scene) {
    const auto note = [&](CapacityKind kind, const base::Uuid& id, auto most, auto rate) {
        Setting it{.since = Instant{}, .rate = rate};
        if (most) it.most = *most;
        scene.bounds[{kind, id}].push_back(it);
    };
    const auto& settings = scene.caller.settings;
    scene.bounds[{CapacityKind::organization, scene.caller.organization->value()}] = {
        {.most = settings.max_concurrent_calls > 0
                     ? std::optional<std::int64_t>(settings.max_concurrent_calls)
                     : std::nullopt,
         .rate = settings.calls_per_second > 0 ? std::optional{settings.calls_per_second}
                                               : std::nullopt}};
    for (const auto& it : scene.numbers) {
        note(CapacityKind::did, it.id.value(), it.most, std::optional<double>{});
    }
    for (const auto& it : scene.trunks) note(CapacityKind::trunk, it.id.value(), it.most, it.rate);
    for (const auto& it : scene.ventures) {
        const auto& limits = it.program.words.limits;
        note(CapacityKind::program, it.program.id.value(), limits.max_concurrent_calls,
             limits.calls_per_second);
    }
}

Scene draw_scene(std::uint64_t seed) {
    Random random{seed};
    Scene scene{.seed = seed};
    // Any minute of two years, often one near a change of the clocks.
    scene.begins = Instant{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}} +
                   std::chrono::minutes{between(random, 0, 730 * 1'440)};
    if (chance(random, 0.3)) {
        scene.begins = Instant{std::chrono::sys_days{std::chrono::year{2026} / 10 / 24}} +
                       std::chrono::minutes{between(random, 0, 3 * 1'440)};
    }
    scene.caller.organization = base::OrganizationId{base::Uuid::v7(scene.begins)};
    scene.caller.settings.max_concurrent_calls =
        static_cast<std::uint32_t>(maybe_lines(random, 0.4).value_or(0));
    scene.caller.settings.calls_per_second = maybe_rate(random, 0.3).value_or(0);
    draw_lines(random, scene);
    scene.people = draw_people(random, between(random, 3, 24));
    // The organization's: the same for all of its programs.
    const auto cap = chance(random, 0.2) ? std::optional{FrequencyCap{2, 3}} : std::nullopt;
    for (auto i = between(random, 1, 2); i > 0; --i) {
        Venture it{.program = {.id = base::ProgramId{base::Uuid::v7(scene.begins)},
                               .organization = *scene.caller.organization,
                               .words = draw_words(random, scene.begins),
                               .created_at = scene.begins,
                               .updated_at = scene.begins},
                   .launch_at = scene.begins + std::chrono::seconds{between(random, 0, 60)},
                   .people = {0, scene.people.size()}};
        for (const auto& number : scene.numbers) it.program.dids.push_back(number.id);
        it.rules.cap = cap;
        scene.ventures.push_back(std::move(it));
    }
    scene.faults = draw_faults(random);
    scene.workers = static_cast<int>(between(random, 1, 2));
    scene.lines_of_a_worker = static_cast<int>(between(random, 2, 20));
    note_bounds(scene);
    return scene;
}

void install(pg::Transaction& transaction, const Scene& scene) {
    for (const auto& it : scene.trunks) {
        must(transaction.exec(
            "INSERT INTO trunks (id, name, host, port, transport, max_concurrent_calls, "
            "calls_per_second, created_at, updated_at) VALUES ($1, $2, '127.0.0.1', 5060, 'udp', "
            "$3, $4, now(), now())",
            it.id, it.id.value().to_string(), it.most, it.rate));
    }
    for (const auto& it : scene.numbers) {
        must(transaction.exec("INSERT INTO dids (id, organization_id, number, status, trunk_id, "
                              "max_concurrent_calls, created_at, updated_at) "
                              "VALUES ($1, $2, $3, 'active', $4, $5, now(), now())",
                              it.id, *scene.caller.organization, it.text, it.trunk, it.most));
    }
    for (const auto& it : scene.ventures) must(insert_program(transaction, it.program));
}

} // namespace hatif::program_scheduler::bench
