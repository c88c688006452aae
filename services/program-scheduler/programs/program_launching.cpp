#include "program_scheduler/programs/forecast.hpp"
#include "program_scheduler/programs/node_warnings.hpp"
#include "program_scheduler/programs/preflight.hpp"
#include "program_scheduler/programs/program_rows.hpp"
#include "program_scheduler/programs/program_service.hpp"
#include "program_scheduler/programs/program_wire.hpp"
#include "program_scheduler/programs/warnings.hpp"
#include "rpc/status.hpp"
#include "rpc/time.hpp"

/// The part of ProgramService that launches, or says what a launch would do.
namespace hatif::program_scheduler {

using base::fail;
using base::Result;
using grpc::ServerContext;
using grpc::Status;
using namespace std::chrono_literals;
namespace v1 = program::v1;

namespace {

base::ProgramId id_of(const std::string& text) {
    return base::ProgramId{base::Uuid::parse(text).value_or(base::Uuid{})};
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

/// Whether anybody can ever fall due: CUSTOM_ATTRIBUTE_NOT_FOUND where the attribute that a live
/// program waits for is none of type date. Nobody falls due in no time; only the words are read.
Result<void> ProgramService::check_trigger(const Program& program, base::Instant now) {
    if (program.words.mode != ProgramMode::live) return {};
    contact::v1::DueMembersRequest request;
    request.set_organization_id(program.organization.value().to_string());
    request.set_audience_id(program.words.audience.value().to_string());
    request.set_attribute(program.words.trigger.attribute);
    request.set_timezone(program.words.timezone);
    rpc::set(*request.mutable_after(), now);
    rpc::set(*request.mutable_until(), now);
    grpc::ClientContext context;
    identity_.prepare(context, 800ms); // with describe's: shorter than the idle limit
    const auto stream = contacts_.DueMembers(&context, request);
    contact::v1::DueMembersResponse nobody;
    while (stream->Read(&nobody)) {
    }
    const auto status = stream->Finish();
    if (status.ok()) return {};
    auto error = rpc::from_status(status);
    if (error.reason == "CUSTOM_ATTRIBUTE_NOT_FOUND") {
        error.fields = {{"triggerCondition.attributeName",
                         "is no custom attribute of type date of the organization"}};
    }
    return fail(std::move(error));
}

Result<contact::v1::Census> ProgramService::take_census(const Program& program,
                                                        const AudienceNow& audience) {
    contact::v1::TakeCensusRequest request;
    request.set_organization_id(program.organization.value().to_string());
    request.set_audience_id(program.words.audience.value().to_string());
    request.set_version(audience.version);
    request.set_include_unreachable(program.words.include_unreachable);
    grpc::ClientContext context;
    identity_.prepare(context, 20s);
    contact::v1::Census census;
    const auto status = contacts_.TakeCensus(&context, request, &census);
    if (!status.ok()) return fail(rpc::from_status(status));
    return census;
}

Result<void> ProgramService::launch_one(const rpc::Caller& caller,
                                        pg::Transaction& transaction,
                                        const base::ProgramId& id,
                                        const Result<OrganizationRules>& rules,
                                        v1::LaunchProgramResponse& answer) {
    const auto program =
        lock_program_row(transaction, *caller.organization, id, ProgramLock::to_launch);
    if (!program) return fail(program.error());
    const auto now = clock_.now();
    const auto flow = check_launch(transaction, caller, {contacts_, identity_}, *program, now);
    if (!flow) return fail(flow.error());
    const auto audience = describe(*caller.organization, program->words.audience);
    if (!audience) return fail(audience.error());
    if (auto known = check_trigger(*program, now); !known) return known;
    if (!rules) return fail(rules.error());
    const auto execution = launch(transaction, caller, {*program, *flow, *audience, *rules}, now);
    if (!execution) return fail(execution.error());
    answer.set_execution_id(execution->value().to_string());
    return {};
}

/// Without one transaction around it all: a census of a large audience takes its time.
Result<void> ProgramService::preflight(const rpc::Caller& caller,
                                       const base::ProgramId& id,
                                       v1::Preflight& answer) {
    const auto now = clock_.now();
    std::vector<base::Error> blockers;
    std::vector<Warning> warnings;
    const auto program = pool_.transact([&](pg::Transaction& transaction) -> Result<Program> {
        auto it = read_program_row(transaction, *caller.organization, id);
        if (!it) return it;
        auto found = find_refusals(transaction, caller, {contacts_, identity_}, *it, now);
        if (!found) return fail(found.error());
        blockers = *std::move(found);
        auto nodes = warnings_of_nodes(transaction, *it);
        if (!nodes) return fail(nodes.error());
        warnings = *std::move(nodes);
        return it;
    });
    if (!program) return fail(program.error());
    const auto audience = describe(*caller.organization, program->words.audience);
    if (!audience) return fail(audience.error());
    if (auto some = check_audience(*program, *audience); !some) {
        blockers.push_back(some.error());
    }
    if (auto known = check_trigger(*program, now); !known) {
        if (known.error().code != base::Errc::not_found) return known;
        blockers.push_back(known.error());
    }
    const auto rules = organizations_.rules(*caller.organization);
    if (!rules) return fail(rules.error());
    const auto census = take_census(*program, *audience);
    if (!census) return fail(census.error());
    const auto found = weigh(*program, *rules, *census, now);
    if (!found) return fail(found.error());
    answer.set_total_contacts(audience->count);
    for (const auto& blocker : blockers) answer.add_blockers(api_name(blocker));
    to_wire(*found, answer);
    for (const Warning& it : warnings_of(program->words, now)) to_wire(it, *answer.add_warnings());
    for (const Warning& it : warnings) to_wire(it, *answer.add_warnings());
    return add_forecast(pool_, caller, *program, *found, now, answer);
}

/// The gateway is asked before the transaction begins: it holds nothing meanwhile.
Status ProgramService::LaunchProgram(ServerContext* context,
                                     const v1::LaunchProgramRequest* request,
                                     v1::LaunchProgramResponse* answer) {
    const auto known = endpoint_.caller(*context, *request->GetDescriptor());
    if (!known) return rpc::to_status(known.error());
    const auto rules = organizations_.rules(*known->organization);
    return endpoint_.run(
        *context, *request, *answer, [&](const rpc::Caller& caller, pg::Transaction& transaction) {
            return launch_one(caller, transaction, id_of(request->id()), rules, *answer);
        });
}

Status ProgramService::PreflightProgram(ServerContext* context,
                                        const v1::PreflightProgramRequest* request,
                                        v1::Preflight* answer) {
    const auto caller = endpoint_.caller(*context, *request->GetDescriptor());
    if (!caller) return rpc::to_status(caller.error());
    const auto done = preflight(*caller, id_of(request->id()), *answer);
    return done ? Status::OK : rpc::to_status(done.error());
}

} // namespace hatif::program_scheduler
