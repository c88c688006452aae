#include "program_scheduler/programs/launch.hpp"

#include "program_scheduler/content/flow_content.hpp"
#include "program_scheduler/executions/announce.hpp"
#include "program_scheduler/executions/currency.hpp"
#include "program_scheduler/executions/hours.hpp"
#include "program_scheduler/numbers/bounds.hpp"
#include "program_scheduler/numbers/did_pool.hpp"
#include "program_scheduler/programs/program_rows.hpp"

#include <algorithm>

namespace hatif::program_scheduler {

using base::Errc;
using base::fail;
using base::Result;

namespace {

/// What an execution keeps of its program, column by column.
constexpr const char* copied =
    "stop_at, timezone, pause_weekly, pause_dated, did_pool, retry_type, retry_delay_minutes, "
    "retry_max, retry_dates, retry_on, retry_by_outcome, include_unreachable, "
    "max_concurrent_calls, calls_per_second, priority, recording, amd, max_call_duration, "
    "sticky_did, mode, trigger_name, trigger_offset, auto_pause_rules, breaker_rate, "
    "breaker_calls";

base::Error already_running() {
    return {Errc::invalid, "an execution of this program is still alive",
            "EXECUTION_ALREADY_RUNNING"};
}

base::Instant begin_of(const Program& program, base::Instant now) {
    return std::max(program.words.start_at.value_or(now), now);
}

/// Writes the bounds that the execution's calls will be counted against, as they are now. The
/// program's own comes last: no claim holds it while none of its executions is alive.
Result<void> write_capacity(pg::Transaction& transaction,
                            const rpc::OrganizationSettings& settings,
                            const Program& program) {
    auto others = refresh_bounds(transaction, program.organization, settings, program.dids);
    if (!others) return others;
    std::optional<std::int64_t> most;
    if (program.words.limits.max_concurrent_calls)
        most = *program.words.limits.max_concurrent_calls;
    const auto written = transaction.exec(
        "INSERT INTO capacity (kind, id, max_concurrent, per_second) VALUES (1, $1, $2, $3) "
        "ON CONFLICT (kind, id) DO UPDATE SET max_concurrent = EXCLUDED.max_concurrent, "
        "per_second = EXCLUDED.per_second, next_at = " +
            next_start("EXCLUDED.per_second"),
        program.id, most, program.words.limits.calls_per_second);
    if (!written) return fail(written.error());
    return {};
}

struct NewExecution {
    base::ExecutionId id;
    std::int64_t total = 0;
    ExecutionStatus status = ExecutionStatus::running;
    schedule::HourRules hours{};
    schedule::Stretch open{};
};

/// The program's own values are copied row to row: what was launched keeps them. Its hours are what
/// they come to with the organization's.
Result<void> insert_execution(pg::Transaction& transaction,
                              const Launchable& what,
                              const NewExecution& it,
                              const std::string& currency,
                              base::Instant now) {
    const bool runs = it.status == ExecutionStatus::running;
    const auto& cap = what.rules.cap;
    const auto inserted = transaction.exec(
        "INSERT INTO executions (id, organization_id, program_id, audience_id, audience_version, "
        "flow_id, flow_version, total, status, started_at, created_at, updated_at, start_at, "
        "opens_at, closes_at, currency, calling_weekly, calling_zone, holidays, cap_calls, "
        "cap_hours, linked_flows, " +
            std::string{copied} +
            ") SELECT $1, organization_id, id, audience_id, $3, flow_id, $4, $5, $6, $7, $8, $8, "
            "$9, $10, $11, $12, $13, $14, $15, $16, $17, $18::jsonb, " +
            copied + " FROM programs WHERE id = $2",
        it.id, what.program.id, what.audience.version, static_cast<std::int32_t>(what.flow.version),
        it.total, static_cast<std::int32_t>(it.status), runs ? std::optional{now} : std::nullopt,
        now, begin_of(what.program, now), it.open.opens, it.open.closes, currency,
        as_triples(it.hours.calling.weekly), static_cast<std::int32_t>(it.hours.calling.zone),
        as_text(it.hours.calling.holidays), cap ? std::optional{cap->calls} : std::nullopt,
        cap ? cap->hours : 0, to_json(what.flow.linked));
    if (!inserted && inserted.error().code == Errc::already_exists) return fail(already_running());
    if (!inserted) return fail(inserted.error());
    const auto turns =
        transaction.exec("INSERT INTO execution_turns (execution_id, used) VALUES ($1, $2)", it.id,
                         std::vector<std::int64_t>(what.program.dids.size(), 0));
    if (!turns) return fail(turns.error());
    // What falls due from now on is a live one's.
    const bool live = what.program.words.mode == ProgramMode::live;
    const auto plan =
        transaction.exec("INSERT INTO execution_plans (execution_id, looked_until) VALUES ($1, $2)",
                         it.id, live ? std::optional{now} : std::nullopt);
    if (!plan) return fail(plan.error());
    const auto counts =
        transaction.exec("INSERT INTO execution_counts (execution_id) VALUES ($1)", it.id);
    if (!counts) return fail(counts.error());
    return {};
}

std::vector<std::string> ids_of(const std::vector<base::DidId>& ids) {
    std::vector<std::string> text;
    text.reserve(ids.size());
    for (const auto& id : ids) text.push_back(id.value().to_string());
    return text;
}

Result<void> check_status(const Program& program) {
    if (program.words.status == ProgramStatus::active) return {};
    return fail(Errc::conflict, "the program is not active", "PROGRAM_STATUS_CONFLICT");
}

Result<void> check_alone(pg::Transaction& transaction, const Program& program) {
    const auto alive = has_live_execution(transaction, program.id);
    if (!alive) return fail(alive.error());
    if (*alive) return fail(already_running());
    return {};
}

Result<void> check_pool(pg::Transaction& transaction, const Program& program) {
    const auto pool = resolve_pool(transaction, program.organization, ids_of(program.dids));
    if (!pool) return fail(pool.error());
    return {};
}

} // namespace

Result<LaunchableFlow> check_launch(pg::Transaction& transaction,
                                    const rpc::Caller& caller,
                                    const Attributes& attributes,
                                    const Program& program,
                                    base::Instant now) {
    if (auto active = check_status(program); !active) return fail(active.error());
    if (auto alone = check_alone(transaction, program); !alone) return fail(alone.error());
    auto flow = launchable_flow(transaction, attributes, caller, program.words.flow);
    if (!flow) return fail(flow.error());
    if (auto pool = check_pool(transaction, program); !pool) return fail(pool.error());
    if (auto checked = check_stop(program, now); !checked) return fail(checked.error());
    return flow;
}

Result<std::vector<base::Error>> find_refusals(pg::Transaction& transaction,
                                               const rpc::Caller& caller,
                                               const Attributes& attributes,
                                               const Program& program,
                                               base::Instant now) {
    const auto flow = launchable_flow(transaction, attributes, caller, program.words.flow);
    const auto flow_fits = flow ? Result<void>{} : Result<void>{fail(flow.error())};
    std::vector<base::Error> refusals;
    for (const auto& check : {check_status(program), check_alone(transaction, program), flow_fits,
                              check_pool(transaction, program), check_stop(program, now)}) {
        if (check) continue;
        const auto code = check.error().code;
        if (code != Errc::invalid && code != Errc::conflict) return fail(check.error());
        refusals.push_back(check.error());
    }
    return refusals;
}

Result<void> check_audience(const Program& program, const AudienceNow& audience) {
    if (audience.count > 0 || program.words.mode == ProgramMode::live) return {};
    return fail(Errc::invalid, "the audience has no contacts", "AUDIENCE_EMPTY");
}

Result<void> check_stop(const Program& program, base::Instant now) {
    const auto& stop = program.words.stop_at;
    if (!stop || *stop > begin_of(program, now)) return {};
    return fail({Errc::invalid,
                 "the program's times leave nothing to call in",
                 "VALIDATION",
                 {{"stopAt", *stop <= now ? "has passed" : "must be after startAt"}}});
}

Result<base::ExecutionId> launch(pg::Transaction& transaction,
                                 const rpc::Caller& caller,
                                 const Launchable& what,
                                 base::Instant now) {
    const Program& program = what.program;
    if (auto some = check_audience(program, what.audience); !some) return fail(some.error());
    const auto begin = begin_of(program, now);
    NewExecution it{.id = base::ExecutionId{base::Uuid::v7(now)},
                    .total = program.words.mode == ProgramMode::live ? 0 : what.audience.count,
                    .status = begin > now ? ExecutionStatus::scheduled : ExecutionStatus::running,
                    .hours = hours_of(program.words, what.rules)};
    const auto open = open_stretch(it.hours, program.words.stop_at, begin);
    if (!open) return fail(open.error());
    it.open = *open;
    if (auto done = write_capacity(transaction, caller.settings, program); !done) {
        return fail(done.error());
    }
    auto inserted = insert_execution(transaction, what, it, currency_of(caller.settings), now);
    if (!inserted) return fail(inserted.error());
    const ExecutionName name{program.organization, it.id, program.id};
    const Launch told{program.words.audience, what.audience.version, program.words.flow,
                      static_cast<int>(what.flow.version), it.total};
    std::vector<pg::Announcement> news{execution_launched(name, told, now)};
    if (it.status == ExecutionStatus::scheduled) {
        news.push_back(status_changed(name, it.status, 0, now));
    }
    if (auto done = pg::announce(transaction, news); !done) return fail(done.error());
    return it.id;
}

} // namespace hatif::program_scheduler
