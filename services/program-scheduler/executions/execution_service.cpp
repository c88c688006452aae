#include "program_scheduler/executions/execution_service.hpp"

#include "page/wire.hpp"
#include "program_scheduler/content/field_check.hpp"
#include "program_scheduler/executions/auto_pause.hpp"
#include "program_scheduler/executions/execution_rows.hpp"
#include "program_scheduler/executions/execution_wire.hpp"
#include "program_scheduler/executions/limits.hpp"
#include "program_scheduler/numbers/bounds.hpp"
#include "rpc/status.hpp"

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

/// The capacity row first, as claims and launches lock it: held from before the limits are read, so
/// that of two changes at once each keeps what the other says.
Result<Execution> hold_limits(pg::Transaction& transaction,
                              const base::OrganizationId& organization,
                              const base::ExecutionId& id) {
    const auto program = program_of_execution(transaction, organization, id);
    if (!program) return fail(program.error());
    const auto held =
        transaction.exec("SELECT FROM capacity WHERE kind = 1 AND id = $1 FOR UPDATE", *program);
    if (!held) return fail(held.error());
    return read_execution(transaction, organization, id);
}

Result<void> change_limits(pg::Transaction& transaction,
                           const base::OrganizationId& organization,
                           const v1::ChangeExecutionLimitsRequest& request,
                           base::Instant now) {
    const auto id = id_of(request.id());
    const auto before = hold_limits(transaction, organization, id);
    if (!before) return fail(before.error());
    FieldCheck check;
    const Limits limits = read_limits(check, request, before->limits);
    if (auto checked = check.result(); !checked) return checked;
    std::optional<std::int64_t> most;
    if (limits.max_concurrent_calls) most = *limits.max_concurrent_calls;
    const auto bounds = transaction.exec(
        "UPDATE capacity SET max_concurrent = $2, per_second = $3, next_at = " + next_start("$3") +
            " WHERE kind = 1 AND id = $1",
        before->program, most, limits.calls_per_second);
    if (!bounds) return fail(bounds.error());
    const auto changed = transaction.exec(
        "UPDATE executions SET max_concurrent_calls = $2, calls_per_second = $3, priority = $4, "
        "updated_at = $5 WHERE id = $1 AND status IN (1, 2, 3, 7)",
        id, limits.max_concurrent_calls, limits.calls_per_second, limits.priority, now);
    if (!changed) return fail(changed.error());
    if (changed->affected() > 0) return {};
    return fail(has_ended(before->status));
}

/// What a pause or a cancel brings along: `calls` says what becomes of those in progress.
Result<ControlWith> read_with(const v1::ChangeExecutionRequest& request) {
    if (!request.has_calls()) return ControlWith{};
    if (request.calls() == "hangup") return ControlWith{.hang_up = true};
    FieldCheck check;
    check.refuse("calls", "must be hangup, or absent");
    return fail(check.result().error());
}

Result<ControlWith> read_with(const v1::ResumeExecutionRequest& request) {
    const bool sent = request.auto_pause_rules_size() > 0 || is_cleared(request, "autoPauseRules");
    if (!sent) return ControlWith{};
    FieldCheck check;
    ControlWith with{.rules = read_auto_pause(check, request.auto_pause_rules())};
    if (auto checked = check.result(); !checked) return fail(checked.error());
    return with;
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
            const auto with = read_with(request);
            if (!with) return fail(with.error());
            auto done = control(transaction, *caller.organization, id_of(request.id()), what,
                                clock_.now(), *with);
            if (!done) return done;
            return read(caller, transaction, request.id(), answer);
        });
}

Status ExecutionService::WatchExecution(ServerContext* context,
                                        const v1::GetExecutionRequest* request,
                                        grpc::ServerWriter<v1::Execution>* stream) {
    const auto caller = endpoint_.caller(*context, *request->GetDescriptor());
    if (!caller) return rpc::to_status(caller.error());
    return views_.watch(*caller->organization, id_of(request->id()), *context, *stream);
}

Status ExecutionService::PauseExecution(ServerContext* context,
                                        const v1::ChangeExecutionRequest* request,
                                        v1::Execution* answer) {
    return change(*context, *request, Control::pause, *answer);
}

Status ExecutionService::ResumeExecution(ServerContext* context,
                                         const v1::ResumeExecutionRequest* request,
                                         v1::Execution* answer) {
    return endpoint_.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            const auto with = read_with(*request);
            if (!with) return fail(with.error());
            auto done = control(transaction, *caller.organization, id_of(request->id()),
                                Control::resume, clock_.now(), *with);
            if (!done) return done;
            return read(caller, transaction, request->id(), *answer);
        });
}

Status ExecutionService::CancelExecution(ServerContext* context,
                                         const v1::ChangeExecutionRequest* request,
                                         v1::Execution* answer) {
    return change(*context, *request, Control::cancel, *answer);
}

Status ExecutionService::ChangeExecutionLimits(ServerContext* context,
                                               const v1::ChangeExecutionLimitsRequest* request,
                                               v1::Execution* answer) {
    return endpoint_.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            auto changed = change_limits(transaction, *caller.organization, *request, clock_.now());
            if (!changed) return changed;
            return read(caller, transaction, request->id(), *answer);
        });
}

Status ExecutionService::DeleteExecution(ServerContext* context,
                                         const v1::ChangeExecutionRequest* request,
                                         google::protobuf::Empty*) {
    v1::Execution cancelled;
    return change(*context, *request, Control::cancel, cancelled);
}

} // namespace hatif::program_scheduler
