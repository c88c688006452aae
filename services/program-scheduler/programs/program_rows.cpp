#include "program_scheduler/programs/program_rows.hpp"

#include "program_scheduler/list_rows.hpp"

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
    "p.max_concurrent_calls, p.calls_per_second, p.created_at, p.updated_at";

Program read_row(const pg::Row& row) {
    Program program{
        .id = row.get<base::ProgramId>(0),
        .organization = row.get<base::OrganizationId>(1),
        .words = {.name = row.get<std::string>(2),
                  .description = row.get<std::optional<std::string>>(3),
                  .flow = row.get<base::FlowId>(4),
                  .audience = row.get<base::AudienceId>(5),
                  .did_pool = row.get<std::vector<std::string>>(7),
                  .timezone = row.get<std::string>(8),
                  .retries = {static_cast<schedule::RetryPolicy::Type>(row.get<std::int32_t>(9)),
                              row.get<std::optional<double>>(10),
                              row.get<std::optional<std::int32_t>>(11)},
                  .status = static_cast<ProgramStatus>(row.get<std::int32_t>(12)),
                  .max_concurrent_calls = row.get<std::optional<std::int32_t>>(13),
                  .calls_per_second = row.get<std::optional<double>>(14)},
        .created_at = row.get<base::Instant>(15),
        .updated_at = row.get<base::Instant>(16)};
    for (const auto& id : row.get<std::vector<base::Uuid>>(6)) program.dids.emplace_back(id);
    return program;
}

} // namespace

Result<void> insert_program(pg::Transaction& transaction, const Program& program) {
    const ProgramWords& words = program.words;
    const auto inserted = transaction.exec(
        "INSERT INTO programs (id, organization_id, name, description, flow_id, audience_id, "
        "did_pool, timezone, retry_type, retry_delay_minutes, retry_max, status, "
        "max_concurrent_calls, calls_per_second, created_at, updated_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        program.id, program.organization, words.name, words.description, words.flow, words.audience,
        program.dids, words.timezone, static_cast<std::int32_t>(words.retries.type),
        words.retries.delay_minutes, words.retries.max_retries,
        static_cast<std::int32_t>(words.status), words.max_concurrent_calls, words.calls_per_second,
        program.created_at, program.updated_at);
    if (!inserted) return fail(inserted.error());
    return {};
}

Result<Program> read_program_row(pg::Transaction& transaction,
                                 const base::OrganizationId& organization,
                                 const base::ProgramId& id) {
    const auto rows =
        transaction.exec("SELECT " + std::string{columns} +
                             " FROM programs p WHERE p.id = $1 AND p.organization_id = $2",
                         id, organization);
    if (!rows) return fail(rows.error());
    if (rows->empty()) {
        return fail(base::Errc::not_found, "no such program", "PROGRAM_NOT_FOUND");
    }
    return read_row((*rows)[0]);
}

Result<ProgramList> list_programs(pg::Transaction& transaction,
                                  const base::OrganizationId& organization,
                                  const page::Request& wanted) {
    auto found =
        list_rows(transaction,
                  {.columns = columns,
                   .table = "programs p",
                   .where = "p.organization_id = $1 AND p.name ILIKE $2",
                   .params = {pg::param(organization), pg::param(page::containing(wanted.search))},
                   .name = "name"},
                  wanted);
    if (!found) return fail(found.error());
    ProgramList list{{}, found->total};
    for (const auto row : found->rows) list.programs.push_back(read_row(row));
    return list;
}

} // namespace hatif::program_scheduler
