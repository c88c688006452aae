#include "program_scheduler/programs/forecast_rows.hpp"

#include "program_scheduler/leasing/usable_trunks.hpp"

#include <algorithm>
#include <map>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
using base::Uuid;

namespace {

constexpr std::int64_t looked_at = 20'000;
constexpr std::int64_t enough = 2'000;
constexpr double fewest = 50;
constexpr std::int64_t most_rivals = 6;

/// Whether such an end may be followed by a retry, whatever the program says.
bool may_follow(schedule::Outcome outcome, const std::string& reason, bool answered) {
    const schedule::RetryPolicy any{.type = schedule::RetryPolicy::Type::fixed_delay,
                                    .max_retries = 1};
    return schedule::next_due(any, {1, outcome, reason, answered}).has_value();
}

/// Calls that end alike are one kind: by their outcome, and by whether a retry may follow.
forecast::Mix mix_in(const pg::Rows& rows) {
    std::map<std::pair<schedule::Outcome, bool>, forecast::CallKind> kinds;
    forecast::Mix mix;
    for (const auto row : rows) {
        const auto outcome = schedule::outcome_from(row.get<std::int32_t>(0));
        const auto reason = row.get<std::string>(1);
        const auto answered = row.get<bool>(2);
        const auto calls = static_cast<double>(row.get<std::int64_t>(3));
        auto& kind = kinds
                         .try_emplace({outcome, may_follow(outcome, reason, answered)},
                                      forecast::CallKind{outcome, reason, answered})
                         .first->second;
        kind.seconds += calls * row.get<double>(4);
        kind.share += calls;
        mix.seen += calls;
    }
    for (auto& [key, kind] : kinds) {
        kind.seconds /= kind.share;
        kind.share /= mix.seen;
        mix.kinds.push_back(kind);
    }
    return mix;
}

Result<forecast::Mix>
read_mix(pg::Transaction& transaction, const Program& program, bool of_program) {
    const auto rows = transaction.exec(
        "SELECT outcome, reason, answered, count(*), "
        "avg(greatest(extract(epoch FROM ended_at - started_at), 0))::float8 FROM "
        "(SELECT a.outcome, a.reason, a.answered, a.started_at, a.ended_at FROM "
        "(SELECT * FROM attempts ORDER BY id DESC LIMIT $3) a JOIN executions e "
        "ON e.id = a.execution_id WHERE a.started_at IS NOT NULL AND e.organization_id = $1 "
        "AND (e.program_id = $2 OR NOT $5) ORDER BY a.id DESC LIMIT $4) last "
        "GROUP BY outcome, reason, answered ORDER BY outcome, reason, answered",
        program.organization, program.id, looked_at, enough, of_program);
    if (!rows) return fail(rows.error());
    return mix_in(*rows);
}

schedule::Bound bound_of(const std::optional<std::int32_t>& most,
                         const std::optional<double>& per_second) {
    schedule::Bound bound{.per_second = per_second};
    if (most) bound.max_concurrent = *most;
    return bound;
}

/// The places of what the tables name, in the room.
struct Places {
    forecast::Market market{};
    std::map<Uuid, std::size_t> dids{}, trunks{};
    std::map<Uuid, std::size_t> programs{}; ///< those that are simulated
};

Result<void> add_trunks(pg::Transaction& transaction, Places& places) {
    const auto usable = usable_trunks(transaction, "");
    if (!usable) return fail(usable.error());
    const auto rows =
        transaction.exec("SELECT id, max_concurrent_calls, calls_per_second FROM trunks");
    if (!rows) return fail(rows.error());
    std::map<Uuid, schedule::Bound> bounds;
    for (const auto row : *rows) {
        bounds[row.get<Uuid>(0)] =
            bound_of(row.get<std::optional<std::int32_t>>(1), row.get<std::optional<double>>(2));
    }
    auto& trunks = places.market.room.trunks;
    for (const auto& it : *usable) {
        places.trunks[it.id] = trunks.size();
        trunks.push_back({.bound = bounds[it.id], .weight = it.weight, .priority = it.priority});
    }
    return {};
}

/// The numbers of a pool that may be called from, by their places.
Result<std::vector<std::size_t>>
add_dids(pg::Transaction& transaction, const std::vector<Uuid>& pool, Places& places) {
    const auto rows = transaction.exec("SELECT id, max_concurrent_calls, trunk_id FROM dids "
                                       "WHERE id = ANY($1) AND status = 'active' ORDER BY id",
                                       pool);
    if (!rows) return fail(rows.error());
    std::vector<std::size_t> found;
    auto& dids = places.market.room.dids;
    for (const auto row : *rows) {
        const auto id = row.get<Uuid>(0);
        const auto trunk = row.get<std::optional<Uuid>>(2);
        if (trunk && !places.trunks.contains(*trunk)) continue;
        const auto [place, is_new] = places.dids.try_emplace(id, dids.size());
        if (is_new) {
            dids.push_back({bound_of(row.get<std::optional<std::int32_t>>(1), {}),
                            trunk ? std::optional{places.trunks.at(*trunk)} : std::nullopt});
        }
        found.push_back(place->second);
    }
    return found;
}

Result<void> add_rivals(pg::Transaction& transaction, const Program& program, Places& places) {
    const auto rows = transaction.exec(
        "SELECT e.program_id, e.did_pool, e.max_concurrent_calls, e.calls_per_second, e.priority, "
        "e.total - c.completed - c.failed - c.skipped AS waiting FROM executions e "
        "JOIN execution_counts c ON c.execution_id = e.id WHERE e.status = 2 "
        "AND e.organization_id = $1 AND e.program_id <> $2 "
        "AND e.total > c.completed + c.failed + c.skipped ORDER BY waiting DESC LIMIT $3",
        program.organization, program.id, most_rivals);
    if (!rows) return fail(rows.error());
    for (const auto row : *rows) {
        auto dids = add_dids(transaction, row.get<std::vector<Uuid>>(1), places);
        if (!dids) return fail(dids.error());
        if (dids->empty()) continue;
        auto& programs = places.market.room.programs;
        places.programs[row.get<Uuid>(0)] = programs.size();
        places.market.demands.push_back({.program = programs.size(),
                                         .dids = *std::move(dids),
                                         .due = row.get<std::int64_t>(5),
                                         .priority = row.get<std::int32_t>(4)});
        programs.push_back(
            bound_of(row.get<std::optional<std::int32_t>>(2), row.get<std::optional<double>>(3)));
    }
    return {};
}

/// Calls of those who are not simulated stay on their lines.
Result<void> count_live(pg::Transaction& transaction, const Program& program, Places& places) {
    const auto rows = transaction.exec(
        "SELECT organization_id = $1, program_id, did_id, trunk_id, calls FROM live_calls",
        program.organization);
    if (!rows) return fail(rows.error());
    auto& room = places.market.room;
    for (const auto row : *rows) {
        if (places.programs.contains(row.get<Uuid>(1))) continue;
        const auto calls = row.get<std::int64_t>(4);
        if (row.get<bool>(0)) room.organizations[0].live += calls;
        const auto did = places.dids.find(row.get<Uuid>(2));
        if (did != places.dids.end()) room.dids[did->second].bound.live += calls;
        const auto trunk = places.trunks.find(row.get<Uuid>(3));
        if (trunk != places.trunks.end()) room.trunks[trunk->second].bound.live += calls;
    }
    return {};
}

} // namespace

Result<Experience> read_experience(pg::Transaction& transaction, const Program& program) {
    for (const bool of_program : {true, false}) {
        auto mix = read_mix(transaction, program, of_program);
        if (!mix) return fail(mix.error());
        if (mix->seen >= fewest) {
            return Experience{of_program ? "program" : "organization", *std::move(mix)};
        }
    }
    return Experience{"guess", forecast::usual_mix()};
}

Result<forecast::Market> read_market(pg::Transaction& transaction,
                                     const rpc::OrganizationSettings& settings,
                                     const Program& program) {
    Places places;
    auto& [room, demands] = places.market;
    schedule::Bound organization;
    if (settings.max_concurrent_calls > 0) {
        organization.max_concurrent = settings.max_concurrent_calls;
    }
    if (settings.calls_per_second > 0) organization.per_second = settings.calls_per_second;
    room.organizations.push_back(organization);
    const Limits& limits = program.words.limits;
    schedule::Bound own{.per_second = limits.calls_per_second};
    if (limits.max_concurrent_calls) own.max_concurrent = *limits.max_concurrent_calls;
    room.programs.push_back(own);
    places.programs[program.id.value()] = 0;
    if (auto done = add_trunks(transaction, places); !done) return fail(done.error());
    std::vector<Uuid> pool;
    for (const auto& did : program.dids) pool.push_back(did.value());
    auto dids = add_dids(transaction, pool, places);
    if (!dids) return fail(dids.error());
    demands.push_back({.dids = *std::move(dids), .due = 1, .priority = limits.priority});
    if (auto done = add_rivals(transaction, program, places); !done) return fail(done.error());
    if (auto done = count_live(transaction, program, places); !done) return fail(done.error());
    return std::move(places.market);
}

Result<bool> has_dialers(pg::Transaction& transaction) {
    const auto rows = transaction.exec(
        "SELECT EXISTS (SELECT FROM workers WHERE last_seen > now() - interval '10 s')");
    if (!rows) return fail(rows.error());
    return (*rows)[0].get<bool>(0);
}

} // namespace hatif::program_scheduler
