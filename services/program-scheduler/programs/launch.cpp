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

base::Error already_running() {
    return {Errc::invalid, "an execution of this program is still alive",
            "EXECUTION_ALREADY_RUNNING"};
}

base::Instant begin_of(const Program& program, base::Instant now) {
    return std::max(program.words.start_at.value_or(now), now);
}

/// When its calls may start first. VALIDATION when that is never.
Result<schedule::Stretch> first_stretch(const Program& program, base::Instant now) {
    const ProgramWords& words = program.words;
    const auto refuse = [](std::string path, std::string what) {
        return fail({Errc::invalid,
                     "the program's times leave nothing to call in",
                     "VALIDATION",
                     {{std::move(path), std::move(what)}}});
    };
    const auto begin = begin_of(program, now);
    if (words.stop_at && *words.stop_at <= now) return refuse("stopAt", "has passed");
    if (words.stop_at && *words.stop_at <= begin) return refuse("stopAt", "must be after startAt");
    auto open = open_stretch({as_columns(words.pauses), words.timezone, words.stop_at}, begin);
    if (!open) return refuse("pauseWindows", open.error().what);
    if (words.stop_at && open->opens >= *words.stop_at) {
        return refuse("pauseWindows", "leave no time between startAt and stopAt");
    }
    return open;
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
    int flow_version = 1;
    AudienceNow audience{};
    schedule::Stretch open{};
    ExecutionStatus status = ExecutionStatus::running;
};

/// The program's own values are copied row to row: what was launched keeps them.
Result<void> insert_execution(pg::Transaction& transaction,
                              const Program& program,
                              const NewExecution& it,
                              const std::string& currency,
                              base::Instant now) {
    const bool runs = it.status == ExecutionStatus::running;
    const auto inserted = transaction.exec(
        "INSERT INTO executions (id, organization_id, program_id, audience_id, audience_version, "
        "flow_id, flow_version, total, status, started_at, created_at, updated_at, start_at, "
        "opens_at, closes_at, currency, stop_at, timezone, pause_weekly, pause_dated, did_pool, "
        "retry_type, retry_delay_minutes, retry_max, retry_dates, retry_on, include_unreachable, "
        "max_concurrent_calls, calls_per_second, priority, recording, amd, max_call_duration) "
        "SELECT $1, organization_id, id, audience_id, $3, flow_id, $4, $5, $6, $7, $8, $8, $9, "
        "$10, $11, $12, stop_at, timezone, pause_weekly, pause_dated, did_pool, retry_type, "
        "retry_delay_minutes, retry_max, retry_dates, retry_on, include_unreachable, "
        "max_concurrent_calls, calls_per_second, priority, recording, amd, max_call_duration "
        "FROM programs WHERE id = $2",
        it.id, program.id, it.audience.version, it.flow_version, it.audience.count,
        static_cast<std::int32_t>(it.status), runs ? std::optional{now} : std::nullopt, now,
        begin_of(program, now), it.open.opens, it.open.closes, currency);
    if (!inserted && inserted.error().code == Errc::already_exists) return fail(already_running());
    if (!inserted) return fail(inserted.error());
    const auto turns =
        transaction.exec("INSERT INTO execution_turns (execution_id, used) VALUES ($1, $2)", it.id,
                         std::vector<std::int64_t>(program.dids.size(), 0));
    if (!turns) return fail(turns.error());
    for (const auto* table : {"execution_plans", "execution_counts"}) {
        const auto row = transaction.exec(
            "INSERT INTO " + std::string{table} + " (execution_id) VALUES ($1)", it.id);
        if (!row) return fail(row.error());
    }
    return {};
}

std::vector<std::string> as_text(const std::vector<base::DidId>& ids) {
    std::vector<std::string> text;
    text.reserve(ids.size());
    for (const auto& id : ids) text.push_back(id.value().to_string());
    return text;
}

} // namespace

Result<int> check_launch(pg::Transaction& transaction,
                         const rpc::Caller& caller,
                         const Attributes& attributes,
                         const Program& program,
                         base::Instant now) {
    if (program.words.status != ProgramStatus::active) {
        return fail(Errc::conflict, "the program is not active", "PROGRAM_STATUS_CONFLICT");
    }
    const auto alive = has_live_execution(transaction, program.id);
    if (!alive) return fail(alive.error());
    if (*alive) return fail(already_running());
    const auto flow = launchable_flow(transaction, attributes, caller, program.words.flow);
    if (!flow) return fail(flow.error());
    const auto pool = resolve_pool(transaction, program.organization, as_text(program.dids));
    if (!pool) return fail(pool.error());
    if (auto open = first_stretch(program, now); !open) return fail(open.error());
    return static_cast<int>(flow->version);
}

Result<base::ExecutionId> launch(pg::Transaction& transaction,
                                 const rpc::Caller& caller,
                                 const Program& program,
                                 int flow_version,
                                 const AudienceNow& audience,
                                 base::Instant now) {
    if (audience.count == 0) {
        return fail(Errc::invalid, "the audience has no contacts", "AUDIENCE_EMPTY");
    }
    const auto open = first_stretch(program, now);
    if (!open) return fail(open.error());
    const NewExecution it{.id = base::ExecutionId{base::Uuid::v7(now)},
                          .flow_version = flow_version,
                          .audience = audience,
                          .open = *open,
                          .status = begin_of(program, now) > now ? ExecutionStatus::scheduled
                                                                 : ExecutionStatus::running};
    if (auto done = write_capacity(transaction, caller.settings, program); !done) {
        return fail(done.error());
    }
    auto inserted = insert_execution(transaction, program, it, currency_of(caller.settings), now);
    if (!inserted) return fail(inserted.error());
    const ExecutionName name{program.organization, it.id, program.id};
    const Launch what{program.words.audience, audience.version, program.words.flow, flow_version,
                      audience.count};
    std::vector<pg::Announcement> news{execution_launched(name, what, now)};
    if (it.status == ExecutionStatus::scheduled) {
        news.push_back(status_changed(name, it.status, 0, now));
    }
    if (auto told = pg::announce(transaction, news); !told) return fail(told.error());
    return it.id;
}

} // namespace hatif::program_scheduler
