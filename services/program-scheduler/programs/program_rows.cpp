#include "program_scheduler/programs/program_rows.hpp"

#include "listing/list_rows.hpp"
#include "program_scheduler/executions/hours.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

// The columns of read_row. The pool answers its numbers in its order.
constexpr const char* columns =
    "p.id, p.organization_id, p.name, p.description, p.flow_id, p.audience_id, p.did_pool, "
    "ARRAY(SELECT d.number FROM unnest(p.did_pool) WITH ORDINALITY AS u(id, n) "
    "JOIN dids d ON d.id = u.id ORDER BY u.n), "
    "p.timezone, p.retry_type, p.retry_delay_minutes, p.retry_max, p.status, "
    "p.max_concurrent_calls, p.calls_per_second, p.created_at, p.updated_at, "
    "p.start_at, p.stop_at, p.pause_weekly, p.pause_dated, p.retry_dates, p.retry_on, "
    "p.include_unreachable, p.priority, p.recording, p.amd, p.max_call_duration, "
    "p.calling_weekly, p.calling_zone, p.inherit_hours, p.sticky_did, p.retry_by_outcome, "
    "p.mode, p.trigger_name, p.trigger_offset, p.auto_pause_rules, p.breaker_rate, "
    "p.breaker_calls";

// What an insert and an update write, in the order of values_of.
constexpr const char* written =
    "name, description, flow_id, audience_id, did_pool, timezone, retry_type, "
    "retry_delay_minutes, retry_max, status, max_concurrent_calls, calls_per_second, start_at, "
    "stop_at, pause_weekly, pause_dated, retry_dates, retry_on, include_unreachable, priority, "
    "recording, amd, max_call_duration, calling_weekly, calling_zone, inherit_hours, sticky_did, "
    "retry_by_outcome, mode, trigger_name, trigger_offset, auto_pause_rules, breaker_rate, "
    "breaker_calls, updated_at";

std::vector<std::int32_t> numbers_of(const std::vector<schedule::Outcome>& outcomes) {
    std::vector<std::int32_t> numbers;
    numbers.reserve(outcomes.size());
    for (const auto outcome : outcomes) numbers.push_back(static_cast<std::int32_t>(outcome));
    return numbers;
}

std::vector<pg::Param> values_of(const Program& program) {
    const ProgramWords& it = program.words;
    const auto pauses = as_columns(it.pauses);
    const auto calling = it.calling.value_or(schedule::CallingHours{});
    return {pg::param(it.name),
            pg::param(it.description),
            pg::param(it.flow),
            pg::param(it.audience),
            pg::param(program.dids),
            pg::param(it.timezone),
            pg::param(static_cast<std::int32_t>(it.retries.type)),
            pg::param(it.retries.delay_minutes),
            pg::param(it.retries.max_retries),
            pg::param(static_cast<std::int32_t>(it.status)),
            pg::param(it.limits.max_concurrent_calls),
            pg::param(it.limits.calls_per_second),
            pg::param(it.start_at),
            pg::param(it.stop_at),
            pg::param(pauses.weekly),
            pg::param(pauses.dated),
            pg::param(it.retries.dates),
            pg::param(numbers_of(it.retries.on)),
            pg::param(it.include_unreachable),
            pg::param(it.limits.priority),
            pg::param(static_cast<std::int32_t>(it.calls.recording)),
            pg::param(it.calls.amd),
            pg::param(in_seconds(it.calls.max_call)),
            pg::param(as_triples(calling.weekly)),
            pg::param(static_cast<std::int32_t>(calling.zone)),
            pg::param(it.inherit_hours),
            pg::param(it.sticky_did),
            pg::param(as_triples(it.retries.by_outcome)),
            pg::param(static_cast<std::int32_t>(it.mode)),
            pg::param(it.trigger.attribute),
            pg::param(it.trigger.offset_minutes),
            pg::param(as_json(it.auto_pause)),
            pg::param(it.breaker ? std::optional{it.breaker->rate} : std::nullopt),
            pg::param(it.breaker ? static_cast<std::int32_t>(it.breaker->calls) : 0),
            pg::param(program.updated_at)};
}

Retries read_retries(const pg::Row& row) {
    Retries retries{.type = static_cast<schedule::RetryPolicy::Type>(row.get<std::int32_t>(9)),
                    .delay_minutes = row.get<std::optional<double>>(10),
                    .max_retries = row.get<std::optional<std::int32_t>>(11),
                    .dates = row.get<std::vector<base::Instant>>(21),
                    .on = {}};
    for (const auto outcome : row.get<std::vector<std::int32_t>>(22)) {
        retries.on.push_back(schedule::outcome_from(outcome));
    }
    return retries;
}

/// The members that a row may fail to say: what stands in it is not what was written.
Result<void> read_promises(const pg::Row& row, ProgramWords& words) {
    auto weekly = weekly_in(row.get<std::vector<std::int32_t>>(28));
    if (!weekly) return fail(weekly.error());
    if (!weekly->empty()) {
        words.calling = schedule::CallingHours{
            .weekly = *std::move(weekly),
            .zone = static_cast<schedule::HoursOf>(row.get<std::int32_t>(29))};
    }
    words.inherit_hours = row.get<bool>(30);
    words.sticky_did = row.get<bool>(31);
    auto by_outcome = by_outcome_in(row.get<std::vector<std::int64_t>>(32));
    if (!by_outcome) return fail(by_outcome.error());
    words.retries.by_outcome = *std::move(by_outcome);
    words.mode = static_cast<ProgramMode>(row.get<std::int32_t>(33));
    words.trigger = {row.get<std::string>(34), row.get<std::int32_t>(35)};
    auto rules = auto_pause_in(row.get<std::string_view>(36));
    if (!rules) return fail(rules.error());
    words.auto_pause = *std::move(rules);
    if (const auto rate = row.get<std::optional<double>>(37)) {
        words.breaker =
            schedule::BreakerRule{*rate, static_cast<std::size_t>(row.get<std::int32_t>(38))};
    }
    return {};
}

Result<Program> read_row(const pg::Row& row) {
    auto pauses = windows_in({.weekly = row.get<std::vector<std::int32_t>>(19),
                              .dated = row.get<std::vector<base::Instant>>(20)});
    if (!pauses) return fail(pauses.error());
    Program program{
        .id = row.get<base::ProgramId>(0),
        .organization = row.get<base::OrganizationId>(1),
        .words = {.name = row.get<std::string>(2),
                  .description = row.get<std::optional<std::string>>(3),
                  .flow = row.get<base::FlowId>(4),
                  .audience = row.get<base::AudienceId>(5),
                  .did_pool = row.get<std::vector<std::string>>(7),
                  .timezone = row.get<std::string>(8),
                  .start_at = row.get<std::optional<base::Instant>>(17),
                  .stop_at = row.get<std::optional<base::Instant>>(18),
                  .pauses = *std::move(pauses),
                  .retries = read_retries(row),
                  .status = static_cast<ProgramStatus>(row.get<std::int32_t>(12)),
                  .include_unreachable = row.get<bool>(23),
                  .limits = {.max_concurrent_calls = row.get<std::optional<std::int32_t>>(13),
                             .calls_per_second = row.get<std::optional<double>>(14),
                             .priority = row.get<std::int32_t>(24)},
                  .calls = {.recording = static_cast<CallRecording>(row.get<std::int32_t>(25)),
                            .amd = row.get<std::vector<std::int32_t>>(26),
                            .max_call = std::chrono::seconds{row.get<std::int32_t>(27)}}},
        .created_at = row.get<base::Instant>(15),
        .updated_at = row.get<base::Instant>(16)};
    if (auto read = read_promises(row, program.words); !read) return fail(read.error());
    for (const auto& id : row.get<std::vector<base::Uuid>>(6)) program.dids.emplace_back(id);
    return program;
}

Result<Program> read_with(pg::Transaction& transaction,
                          const base::OrganizationId& organization,
                          const base::ProgramId& id,
                          const std::string& lock) {
    const auto rows = transaction.exec("SELECT " + std::string{columns} +
                                           " FROM programs p WHERE p.id = $1 AND "
                                           "p.organization_id = $2 AND p.deleted_at IS NULL" +
                                           lock,
                                       id, organization);
    if (!rows) return fail(rows.error());
    if (rows->empty()) {
        return fail(base::Errc::not_found, "no such program", "PROGRAM_NOT_FOUND");
    }
    return read_row((*rows)[0]);
}

/// "$1, $2, …", so many.
std::string places(std::size_t count) {
    std::string all;
    for (std::size_t i = 1; i <= count; ++i) all += (i > 1 ? ", $" : "$") + std::to_string(i);
    return all;
}

} // namespace

Result<void> insert_program(pg::Transaction& transaction, const Program& program) {
    auto values = values_of(program);
    for (auto& more :
         {pg::param(program.id), pg::param(program.organization), pg::param(program.created_at)}) {
        values.push_back(more);
    }
    const auto inserted = transaction.execute("INSERT INTO programs (" + std::string{written} +
                                                  ", id, organization_id, created_at) " +
                                                  "VALUES (" + places(values.size()) + ")",
                                              values);
    if (!inserted) return fail(inserted.error());
    return {};
}

Result<void> update_program(pg::Transaction& transaction, const Program& program) {
    auto values = values_of(program);
    const auto row = places(values.size());
    values.push_back(pg::param(program.id));
    const auto updated =
        transaction.execute("UPDATE programs SET (" + std::string{written} + ") = ROW(" + row +
                                ") WHERE id = $" + std::to_string(values.size()),
                            values);
    if (!updated) return fail(updated.error());
    return {};
}

Result<void>
delete_program(pg::Transaction& transaction, const base::ProgramId& id, base::Instant now) {
    const auto deleted = transaction.exec(
        "UPDATE programs SET deleted_at = $2, updated_at = $2 WHERE id = $1", id, now);
    if (!deleted) return fail(deleted.error());
    return {};
}

Result<Program> read_program_row(pg::Transaction& transaction,
                                 const base::OrganizationId& organization,
                                 const base::ProgramId& id) {
    return read_with(transaction, organization, id, "");
}

Result<Program> lock_program_row(pg::Transaction& transaction,
                                 const base::OrganizationId& organization,
                                 const base::ProgramId& id,
                                 ProgramLock lock) {
    return read_with(transaction, organization, id,
                     lock == ProgramLock::to_launch ? " FOR SHARE OF p"
                                                    : " FOR NO KEY UPDATE OF p");
}

Result<bool> has_live_execution(pg::Transaction& transaction, const base::ProgramId& id) {
    const auto alive = transaction.exec(
        "SELECT FROM executions WHERE program_id = $1 AND status IN (1, 2, 3, 7)", id);
    if (!alive) return fail(alive.error());
    return !alive->empty();
}

Result<ProgramList> list_programs(pg::Transaction& transaction,
                                  const base::OrganizationId& organization,
                                  const ProgramFilter& filter,
                                  const page::Request& wanted) {
    std::optional<std::int32_t> status;
    if (filter.status) status = static_cast<std::int32_t>(*filter.status);
    auto found = listing::list_rows(
        transaction,
        {.columns = columns,
         .table = "programs p",
         .where = "p.organization_id = $1 AND p.deleted_at IS NULL AND p.name ILIKE $2 "
                  "AND ($3::int IS NULL OR p.status = $3) AND ($4::uuid IS NULL OR p.flow_id = $4) "
                  "AND ($5::uuid IS NULL OR p.audience_id = $5)",
         .params = {pg::param(organization), pg::param(page::containing(wanted.search)),
                    pg::param(status), pg::param(filter.flow), pg::param(filter.audience)},
         .name = "name"},
        wanted);
    if (!found) return fail(found.error());
    ProgramList list{{}, found->total};
    for (const auto row : found->rows) {
        auto program = read_row(row);
        if (!program) return fail(program.error());
        list.programs.push_back(*std::move(program));
    }
    return list;
}

} // namespace hatif::program_scheduler
