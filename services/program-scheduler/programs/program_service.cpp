#include "program_scheduler/programs/program_service.hpp"

#include "page/wire.hpp"
#include "program_scheduler/content/flow_content.hpp"
#include "program_scheduler/executions/execution_rows.hpp"
#include "program_scheduler/executions/execution_wire.hpp"
#include "program_scheduler/numbers/did_pool.hpp"
#include "program_scheduler/programs/node_warnings.hpp"
#include "program_scheduler/programs/program_rows.hpp"
#include "program_scheduler/programs/program_wire.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
using grpc::ServerContext;
using grpc::Status;
namespace v1 = program::v1;

namespace {

/// A path's id was checked by the gateway; whoever calls past it gets "not found".
base::ProgramId id_of(const std::string& text) {
    return base::ProgramId{base::Uuid::parse(text).value_or(base::Uuid{})};
}

ProgramFilter filter_of(const v1::ListProgramsRequest& request) {
    ProgramFilter filter;
    if (request.has_status()) filter.status = static_cast<ProgramStatus>(request.status());
    if (request.has_flow_id()) {
        filter.flow = base::FlowId{base::Uuid::parse(request.flow_id()).value_or(base::Uuid{})};
    }
    if (request.has_audience_id()) {
        filter.audience =
            base::AudienceId{base::Uuid::parse(request.audience_id()).value_or(base::Uuid{})};
    }
    return filter;
}

/// With all of its warnings.
Result<void> answer_with(pg::Transaction& transaction,
                         const Program& program,
                         base::Instant now,
                         v1::Program& answer) {
    const auto nodes = warnings_of_nodes(transaction, program);
    if (!nodes) return fail(nodes.error());
    to_wire(program, now, answer);
    for (const Warning& it : *nodes) to_wire(it, *answer.add_warnings());
    return {};
}

Result<void> list(const rpc::Caller& caller,
                  pg::Transaction& transaction,
                  const v1::ListProgramsRequest& request,
                  base::Instant now,
                  v1::ListProgramsResponse& answer) {
    const auto wanted =
        page::Request::read(page::asked(request, type::v1::SORT_ORDER_ASC), {"name", "createdAt"});
    if (!wanted) return fail(wanted.error());
    const auto found =
        list_programs(transaction, *caller.organization, filter_of(request), *wanted);
    if (!found) return fail(found.error());
    std::optional<page::Place> last;
    for (const Program& program : found->programs) {
        auto answered = answer_with(transaction, program, now, *answer.add_data());
        if (!answered) return answered;
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

/// The program calls from these numbers from now on.
Result<void> set_pool(pg::Transaction& transaction, Program& program) {
    const auto pool = resolve_pool(transaction, program.organization, program.words.did_pool);
    if (!pool) return fail(pool.error());
    program.dids.clear();
    program.words.did_pool.clear();
    for (const Did& did : *pool) {
        program.dids.push_back(did.id);
        program.words.did_pool.push_back(did.number);
    }
    return {};
}

Result<void> check_flow(pg::Transaction& transaction, const Program& program) {
    return require_flow(transaction, program.organization, program.words.flow);
}

Result<void> remove(const rpc::Caller& caller,
                    pg::Transaction& transaction,
                    const base::ProgramId& id,
                    base::Instant now) {
    const auto program =
        lock_program_row(transaction, *caller.organization, id, ProgramLock::to_change);
    if (!program) return fail(program.error());
    const auto alive = has_live_execution(transaction, id);
    if (!alive) return fail(alive.error());
    if (*alive) {
        return fail(base::Errc::conflict,
                    "an execution of the program is still alive: cancel it first",
                    "PROGRAM_STATUS_CONFLICT");
    }
    return delete_program(transaction, id, now);
}

} // namespace

Result<void> ProgramService::create(const rpc::Caller& caller,
                                    pg::Transaction& transaction,
                                    const v1::CreateProgramRequest& request,
                                    v1::Program& answer) {
    auto words = read_program(request, caller.settings.timezone);
    if (!words) return fail(words.error());
    const auto now = clock_.now();
    Program program{.id = base::ProgramId{base::Uuid::v7(now)},
                    .organization = *caller.organization,
                    .words = *std::move(words),
                    .created_at = now,
                    .updated_at = now};
    if (auto known = check_flow(transaction, program); !known) return known;
    if (auto known = describe(program.organization, program.words.audience); !known) {
        return fail(known.error());
    }
    if (auto set = set_pool(transaction, program); !set) return set;
    if (auto inserted = insert_program(transaction, program); !inserted) return inserted;
    return answer_with(transaction, program, now, answer);
}

/// What the change does not name is not looked at again: a flow or an audience that is gone
/// meanwhile keeps nobody from changing the name.
Result<void> ProgramService::update(const rpc::Caller& caller,
                                    pg::Transaction& transaction,
                                    const v1::UpdateProgramRequest& request,
                                    v1::Program& answer) {
    auto program = lock_program_row(transaction, *caller.organization, id_of(request.id()),
                                    ProgramLock::to_change);
    if (!program) return fail(program.error());
    const ProgramWords before = program->words;
    auto words = read_change(request, before, caller.settings.timezone);
    if (!words) return fail(words.error());
    program->words = *std::move(words);
    program->updated_at = clock_.now();
    if (program->words.flow != before.flow) {
        if (auto known = check_flow(transaction, *program); !known) return known;
    }
    if (program->words.audience != before.audience) {
        auto known = describe(program->organization, program->words.audience);
        if (!known) return fail(known.error());
    }
    if (program->words.did_pool != before.did_pool) {
        if (auto set = set_pool(transaction, *program); !set) return set;
    }
    if (auto updated = update_program(transaction, *program); !updated) return updated;
    return answer_with(transaction, *program, program->updated_at, answer);
}

/// Its flow, its audience and its numbers are not looked at again: a launch will.
Result<void> ProgramService::clone(const rpc::Caller& caller,
                                   pg::Transaction& transaction,
                                   const v1::CloneProgramRequest& request,
                                   v1::Program& answer) {
    auto program = read_program_row(transaction, *caller.organization, id_of(request.id()));
    if (!program) return fail(program.error());
    const auto now = clock_.now();
    program->id = base::ProgramId{base::Uuid::v7(now)};
    program->created_at = program->updated_at = now;
    auto head = read_clone(request, program->words.name);
    if (!head) return fail(head.error());
    program->words.name = std::move(head->name);
    program->words.status = head->status;
    if (auto inserted = insert_program(transaction, *program); !inserted) return inserted;
    return answer_with(transaction, *program, now, answer);
}

Status ProgramService::ListPrograms(ServerContext* context,
                                    const v1::ListProgramsRequest* request,
                                    v1::ListProgramsResponse* answer) {
    return endpoint_.run(*context, *request, *answer,
                         [&](const rpc::Caller& caller, pg::Transaction& transaction) {
                             return list(caller, transaction, *request, clock_.now(), *answer);
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
            return answer_with(transaction, *program, clock_.now(), *answer);
        });
}

Status ProgramService::UpdateProgram(ServerContext* context,
                                     const v1::UpdateProgramRequest* request,
                                     v1::Program* answer) {
    return endpoint_.run(*context, *request, *answer,
                         [&](const rpc::Caller& caller, pg::Transaction& transaction) {
                             return update(caller, transaction, *request, *answer);
                         });
}

Status ProgramService::DeleteProgram(ServerContext* context,
                                     const v1::DeleteProgramRequest* request,
                                     google::protobuf::Empty* answer) {
    return endpoint_.run(*context, *request, *answer,
                         [&](const rpc::Caller& caller, pg::Transaction& transaction) {
                             return remove(caller, transaction, id_of(request->id()), clock_.now());
                         });
}

Status ProgramService::CloneProgram(ServerContext* context,
                                    const v1::CloneProgramRequest* request,
                                    v1::Program* answer) {
    return endpoint_.run(*context, *request, *answer,
                         [&](const rpc::Caller& caller, pg::Transaction& transaction) {
                             return clone(caller, transaction, *request, *answer);
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
