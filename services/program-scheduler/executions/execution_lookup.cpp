#include "program_scheduler/executions/execution_lookup.hpp"

#include "program_scheduler/executions/execution_rows.hpp"

namespace hatif::program_scheduler {

using base::Errc;
using base::fail;
using base::Result;
namespace v1 = program::v1;

namespace {

/// An id that is none belongs to nothing.
base::Uuid id_of(const std::string& text) {
    return base::Uuid::parse(text).value_or(base::Uuid{});
}

Result<void> describe(pg::Transaction& transaction,
                      const v1::DescribeJobRequest& request,
                      v1::JobDescription& answer) {
    const auto rows = transaction.exec(
        "SELECT j.contact_id, coalesce(s.flow_id, e.flow_id), e.id, e.program_id FROM jobs j "
        "JOIN executions e ON e.id = j.execution_id LEFT JOIN single_calls s ON s.job_id = j.id "
        "WHERE j.id = $1 AND j.organization_id = $2",
        id_of(request.job_id()), id_of(request.organization_id()));
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(Errc::not_found, "no such job", "JOB_NOT_FOUND");
    const auto row = (*rows)[0];
    answer.set_contact_id(row.get<base::Uuid>(0).to_string());
    answer.set_flow_id(row.get<base::Uuid>(1).to_string());
    if (const auto program = row.get<std::optional<base::Uuid>>(3)) {
        answer.set_execution_id(row.get<base::Uuid>(2).to_string());
        answer.set_program_id(program->to_string());
    }
    return {};
}

} // namespace

grpc::Status ExecutionLookup::DescribeExecution(grpc::ServerContext* context,
                                                const v1::DescribeExecutionRequest* request,
                                                v1::ExecutionDescription* answer) {
    const auto look = [&](const rpc::Caller&, pg::Transaction& transaction) -> Result<void> {
        const auto program = program_of_execution(
            transaction, base::OrganizationId{id_of(request->organization_id())},
            base::ExecutionId{id_of(request->execution_id())});
        if (!program) return fail(program.error());
        answer->set_program_id(program->value().to_string());
        return {};
    };
    return endpoint_.run(*context, *request, *answer, look);
}

grpc::Status ExecutionLookup::DescribeJob(grpc::ServerContext* context,
                                          const v1::DescribeJobRequest* request,
                                          v1::JobDescription* answer) {
    return endpoint_.run(*context, *request, *answer,
                         [&](const rpc::Caller&, pg::Transaction& transaction) {
                             return describe(transaction, *request, *answer);
                         });
}

} // namespace hatif::program_scheduler
