#include "program_scheduler/programs/program_service.hpp"

#include "page/wire.hpp"
#include "program_scheduler/content/flow_content.hpp"
#include "program_scheduler/executions/execution_rows.hpp"
#include "program_scheduler/executions/execution_wire.hpp"
#include "program_scheduler/numbers/did_pool.hpp"
#include "program_scheduler/programs/program_rows.hpp"
#include "program_scheduler/programs/program_wire.hpp"
#include "rpc/status.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
using grpc::ServerContext;
using grpc::Status;
using namespace std::chrono_literals;
namespace v1 = program::v1;

namespace {

/// A path's id was checked by the gateway; whoever calls past it gets "not found".
base::ProgramId id_of(const std::string& text) {
    return base::ProgramId{base::Uuid::parse(text).value_or(base::Uuid{})};
}

Result<void> list(const rpc::Caller& caller,
                  pg::Transaction& transaction,
                  const v1::ListProgramsRequest& request,
                  v1::ListProgramsResponse& answer) {
    const auto wanted =
        page::Request::read(page::asked(request, type::v1::SORT_ORDER_ASC), {"name", "createdAt"});
    if (!wanted) return fail(wanted.error());
    const auto found = list_programs(transaction, *caller.organization, *wanted);
    if (!found) return fail(found.error());
    std::optional<page::Place> last;
    for (const Program& program : found->programs) {
        to_wire(program, *answer.add_data());
        last = page::Place{wanted->sort_by == "name" ? program.words.name
                                                     : page::as_value(program.created_at),
                           program.id.value().to_string()};
    }
    page::write(page::meta(*wanted, found->total, last), *answer.mutable_meta());
    return {};
}

Result<void> list_runs(const rpc::Caller& caller,
                       pg::Transaction& transaction,
                       const v1::ListProgramExecutionsRequest& request,
                       v1::ListProgramExecutionsResponse& answer) {
    const auto id = id_of(request.id());
    const auto program = read_program_row(transaction, *caller.organization, id);
    if (!program) return fail(program.error());
    const auto wanted =
        page::Request::read(page::asked(request, type::v1::SORT_ORDER_ASC), {"createdAt"});
    if (!wanted) return fail(wanted.error());
    ExecutionFilter filter{.program = id};
    if (request.has_status()) filter.status = static_cast<ExecutionStatus>(request.status());
    const auto total = count_executions(transaction, *caller.organization, filter, wanted->search);
    if (!total) return fail(total.error());
    const auto found = list_executions(transaction, *caller.organization, filter, *wanted);
    if (!found) return fail(found.error());
    std::optional<page::Place> last;
    for (const Execution& execution : *found) {
        to_wire(execution, *answer.add_data());
        last = page::Place{page::as_value(execution.created_at), execution.id.value().to_string()};
    }
    page::write(page::meta(*wanted, *total, last), *answer.mutable_meta());
    return {};
}

} // namespace

Result<AudienceNow> ProgramService::describe(const base::OrganizationId& organization,
                                             const base::AudienceId& audience) {
    contact::v1::DescribeAudienceRequest request;
    request.set_organization_id(organization.value().to_string());
    request.set_audience_id(audience.value().to_string());
    grpc::ClientContext context;
    identity_.prepare(context, 1s); // a transaction waits meanwhile: shorter than its idle limit
    contact::v1::AudienceVersion described;
    const auto status = contacts_.DescribeAudience(&context, request, &described);
    if (!status.ok()) return fail(rpc::from_status(status));
    return AudienceNow{described.version(), described.count()};
}

Result<void> ProgramService::create(const rpc::Caller& caller,
                                    pg::Transaction& transaction,
                                    const v1::CreateProgramRequest& request,
                                    v1::Program& answer) {
    auto words = read_program(request, caller.settings.timezone);
    if (!words) return fail(words.error());
    const auto now = clock_.now();
    if (auto flow = newest_version(transaction, *caller.organization, words->flow); !flow) {
        return fail(flow.error());
    }
    if (auto audience = describe(*caller.organization, words->audience); !audience) {
        return fail(audience.error());
    }
    const auto pool = resolve_pool(transaction, *caller.organization, words->did_pool);
    if (!pool) return fail(pool.error());
    words->did_pool.clear();
    Program program{.id = base::ProgramId{base::Uuid::v7(now)},
                    .organization = *caller.organization,
                    .words = *std::move(words),
                    .created_at = now,
                    .updated_at = now};
    for (const Did& did : *pool) {
        program.dids.push_back(did.id);
        program.words.did_pool.push_back(did.number);
    }
    if (auto inserted = insert_program(transaction, program); !inserted) return inserted;
    to_wire(program, answer);
    return {};
}

Status ProgramService::ListPrograms(ServerContext* context,
                                    const v1::ListProgramsRequest* request,
                                    v1::ListProgramsResponse* answer) {
    return endpoint_.run(*context, *request, *answer,
                         [&](const rpc::Caller& caller, pg::Transaction& transaction) {
                             return list(caller, transaction, *request, *answer);
                         });
}

Status ProgramService::CreateProgram(ServerContext* context,
                                     const v1::CreateProgramRequest* request,
                                     v1::Program* answer) {
    return endpoint_.run(*context, *request, *answer,
                         [&](const rpc::Caller& caller, pg::Transaction& transaction) {
                             return create(caller, transaction, *request, *answer);
                         });
}

Status ProgramService::GetProgram(ServerContext* context,
                                  const v1::GetProgramRequest* request,
                                  v1::Program* answer) {
    return endpoint_.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            const auto program =
                read_program_row(transaction, *caller.organization, id_of(request->id()));
            if (!program) return fail(program.error());
            to_wire(*program, *answer);
            return {};
        });
}

Status ProgramService::LaunchProgram(ServerContext* context,
                                     const v1::LaunchProgramRequest* request,
                                     v1::LaunchProgramResponse* answer) {
    return endpoint_.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            const auto program =
                read_program_row(transaction, *caller.organization, id_of(request->id()));
            if (!program) return fail(program.error());
            const auto audience = describe(*caller.organization, program->words.audience);
            if (!audience) return fail(audience.error());
            const auto execution = launch(transaction, caller, *program, *audience, clock_.now());
            if (!execution) return fail(execution.error());
            answer->set_execution_id(execution->value().to_string());
            return {};
        });
}

Status ProgramService::ListProgramExecutions(ServerContext* context,
                                             const v1::ListProgramExecutionsRequest* request,
                                             v1::ListProgramExecutionsResponse* answer) {
    return endpoint_.run(*context, *request, *answer,
                         [&](const rpc::Caller& caller, pg::Transaction& transaction) {
                             return list_runs(caller, transaction, *request, *answer);
                         });
}

} // namespace hatif::program_scheduler
