#include "program_scheduler/executions/execution_service.hpp"

#include "page/wire.hpp"
#include "program_scheduler/executions/execution_rows.hpp"
#include "program_scheduler/executions/execution_wire.hpp"

#include <hatif/type/v1/page.pb.h>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
using grpc::ServerContext;
using grpc::Status;
namespace v1 = program::v1;

namespace {

base::ExecutionId id_of(const std::string& text) {
    return base::ExecutionId{base::Uuid::parse(text).value_or(base::Uuid{})};
}

Result<void> read(const rpc::Caller& caller,
                  pg::Transaction& transaction,
                  const std::string& id,
                  v1::Execution& answer) {
    const auto execution = read_execution(transaction, *caller.organization, id_of(id));
    if (!execution) return fail(execution.error());
    to_wire(*execution, answer);
    return {};
}

} // namespace

Status ExecutionService::ListExecutions(ServerContext* context,
                                        const v1::ListExecutionsRequest* request,
                                        v1::ListExecutionsResponse* answer) {
    return endpoint_.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            const auto wanted =
                page::Request::read(page::asked(*request, type::v1::SORT_ORDER_ASC), {"createdAt"});
            if (!wanted) return fail(wanted.error());
            ExecutionFilter filter;
            if (request->has_status())
                filter.status = static_cast<ExecutionStatus>(request->status());
            if (request->has_program_id()) {
                filter.program = base::ProgramId{
                    base::Uuid::parse(request->program_id()).value_or(base::Uuid{})};
            }
            const auto found = list_executions(transaction, *caller.organization, filter, *wanted);
            if (!found) return fail(found.error());
            for (const auto& execution : *found) to_wire(execution, *answer->add_data());
            return {};
        });
}

Status ExecutionService::GetExecution(ServerContext* context,
                                      const v1::GetExecutionRequest* request,
                                      v1::Execution* answer) {
    return endpoint_.run(*context, *request, *answer,
                         [&](const rpc::Caller& caller, pg::Transaction& transaction) {
                             return read(caller, transaction, request->id(), *answer);
                         });
}

Status ExecutionService::change(const ServerContext& context,
                                const v1::ChangeExecutionRequest& request,
                                Control what,
                                v1::Execution& answer) {
    return endpoint_.run(
        context, request, answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            auto done =
                control(transaction, *caller.organization, id_of(request.id()), what, clock_.now());
            if (!done) return done;
            return read(caller, transaction, request.id(), answer);
        });
}

Status ExecutionService::PauseExecution(ServerContext* context,
                                        const v1::ChangeExecutionRequest* request,
                                        v1::Execution* answer) {
    return change(*context, *request, Control::pause, *answer);
}

Status ExecutionService::ResumeExecution(ServerContext* context,
                                         const v1::ChangeExecutionRequest* request,
                                         v1::Execution* answer) {
    return change(*context, *request, Control::resume, *answer);
}

Status ExecutionService::CancelExecution(ServerContext* context,
                                         const v1::ChangeExecutionRequest* request,
                                         v1::Execution* answer) {
    return change(*context, *request, Control::cancel, *answer);
}

Status ExecutionService::DeleteExecution(ServerContext* context,
                                         const v1::ChangeExecutionRequest* request,
                                         google::protobuf::Empty*) {
    v1::Execution cancelled;
    return change(*context, *request, Control::cancel, cancelled);
}

} // namespace hatif::program_scheduler
