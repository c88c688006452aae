#include "reporting/replay_service.hpp"

#include "flow/link.hpp"
#include "flow/validate.hpp"
#include "reporting/call_facts.hpp"
#include "reporting/caller_of.hpp"
#include "reporting/report_store.hpp"
#include "simulation/replay.hpp"

#include <algorithm>
#include <map>

namespace hatif::reporting {

using base::Errc;
using base::fail;
using base::Result;
using base::Uuid;

namespace {

constexpr std::size_t most_graph_bytes = 1UL << 20; // as much as a saved one

Result<StoredAttempt> attempt_of(const StoredJob& job, std::uint32_t number) {
    const auto it = std::find_if(job.attempts.begin(), job.attempts.end(), [&](const auto& each) {
        return static_cast<std::uint32_t>(each.number) == number;
    });
    if (it != job.attempts.end()) return *it;
    return fail(Errc::not_found,
                "the job has no attempt " + std::to_string(number) + "; it has " +
                    std::to_string(job.attempts.size()),
                "ATTEMPT_NOT_FOUND");
}

template <class Begun>
std::optional<Lookups::FlowVersion> flow_of(const Begun& event) {
    const auto id = Uuid::parse(event.flow_id());
    if (!id) return std::nullopt;
    return Lookups::FlowVersion{
        *id, event.flow_version(), {event.linked_flows().begin(), event.linked_flows().end()}};
}

/// The flow that the attempt was called with.
std::optional<Lookups::FlowVersion> called_with(const StoredAttempt& attempt) {
    for (const auto& event : attempt.events) {
        if (event.has_dialed()) return flow_of(event.dialed());
        if (event.has_arrived()) return flow_of(event.arrived());
    }
    return std::nullopt;
}

/// The graph and all that it goes on with, as one.
flow::Graph linked(const flow::Graph& root, const program::v1::FlowGraph& wire) {
    std::map<std::string, flow::Graph> graphs;
    std::map<std::string, const flow::Graph*> flows;
    for (const auto& [id, json] : wire.linked_graphs()) {
        auto graph = flow::read_graph(json);
        if (!graph) continue; // a dialer does not link it either
        flows.emplace(id, &graphs.emplace(id, *std::move(graph)).first->second);
    }
    return flow::link(root, flows).graph;
}

/// What the engine can run. Audio and attributes need not be there: nothing is played.
Result<flow::Graph> runnable(const program::v1::FlowGraph& wire) {
    const auto draft = flow::read_draft(wire.graph());
    const auto problems = flow::validate(draft, {});
    if (problems.valid()) return linked(draft.graph, wire);
    base::Error error{Errc::invalid, "the flow's graph has errors", "FLOW_INVALID"};
    for (const auto& problem : problems.errors) {
        error.fields.push_back({"graph" + problem.path, problem.message});
    }
    return fail(std::move(error));
}

void to_wire(const simulation::Divergence& it, v1::ReplayDifference& wire) {
    wire.set_step(static_cast<std::uint32_t>(it.step));
    wire.set_event(it.event);
    wire.set_data(it.data);
    wire.set_node_id(it.node);
    for (const auto& line : it.recorded) wire.add_recorded(line);
    for (const auto& line : it.replayed) wire.add_replayed(line);
    if (!it.recorded_output.empty()) wire.set_recorded_output(it.recorded_output);
    if (!it.replayed_output.empty()) wire.set_replayed_output(it.replayed_output);
}

void to_wire(const simulation::Replay& it, v1::CallReplay& wire) {
    wire.set_identical(it.same);
    wire.set_same_path(it.same_path);
    wire.set_complete(it.complete);
    wire.set_steps(static_cast<std::uint32_t>(it.steps));
    wire.set_hidden_keys(static_cast<std::uint32_t>(it.hidden_keys));
    for (const auto& visit : it.path) {
        auto& entry = *wire.add_execution_path();
        entry.set_node_id(visit.node.value());
        entry.set_node_type(visit.type);
        entry.set_node_label(visit.label);
        if (!visit.output.empty()) entry.set_output(visit.output);
        if (!visit.error.empty()) entry.set_error(visit.error);
    }
    if (!it.outcome.empty()) {
        wire.set_outcome(it.outcome);
        wire.set_outcome_reason(it.reason);
    }
    if (it.difference) to_wire(*it.difference, *wire.mutable_difference());
    if (it.parting) to_wire(*it.parting, *wire.mutable_parting());
}

base::Error wrong(std::string member, std::string what) {
    base::Error error{Errc::invalid, "the request cannot be replayed", "VALIDATION"};
    error.fields.push_back({std::move(member), std::move(what)});
    return error;
}

} // namespace

Result<program::v1::FlowGraph> ReplayService::draft_of(base::OrganizationId organization,
                                                       const std::string& json) const {
    if (json.size() > most_graph_bytes) {
        return fail(wrong("graph", "must be at most 1 MiB of JSON"));
    }
    program::v1::FlowGraph draft;
    if (!flow::flows_named_by(flow::read_draft(json).graph).empty()) {
        auto found = lookups_.linked_to(organization, json);
        if (!found) return fail(found.error());
        draft = *std::move(found);
    }
    draft.set_graph(json);
    return draft;
}

Result<program::v1::FlowGraph> ReplayService::flow_for(base::OrganizationId organization,
                                                       const v1::ReplayCallRequest& request,
                                                       const StoredAttempt& attempt,
                                                       v1::CallReplay& response) const {
    if (request.has_graph() && request.has_flow_id()) {
        return fail(wrong("flowId", "must not stand beside graph"));
    }
    if (request.has_graph()) return draft_of(organization, request.graph());
    auto wanted = called_with(attempt);
    if (request.has_flow_id()) {
        wanted = Lookups::FlowVersion{Uuid::parse(request.flow_id()).value_or(Uuid{})};
    }
    if (!wanted) {
        return fail(Errc::conflict, "the attempt has not told by which flow it was called",
                    "ATTEMPT_NOT_REPLAYABLE");
    }
    auto flow = lookups_.flow(organization, *wanted);
    if (!flow) return fail(flow.error());
    response.set_flow_id(wanted->flow.to_string());
    response.set_flow_version(flow->version());
    return flow;
}

Result<void> ReplayService::replay(base::OrganizationId organization,
                                   const v1::ReplayCallRequest& request,
                                   pg::Transaction& transaction,
                                   v1::CallReplay& response) const {
    const auto id = id_of(request.job_id(), "job", "JOB_NOT_FOUND");
    if (!id) return fail(id.error());
    const auto job = find_job(transaction, organization, *id);
    if (!job) return fail(job.error());
    const auto attempt = attempt_of(*job, request.attempt_number());
    if (!attempt) return fail(attempt.error());
    const auto recorded = facts_of(attempt->events);
    if (!recorded) return fail(recorded.error());
    const auto flow = flow_for(organization, request, *attempt, response);
    if (!flow) return fail(flow.error());
    const auto graph = runnable(*flow);
    if (!graph) return fail(graph.error());
    const auto replayed = simulation::replay(*graph, *recorded);
    if (!replayed) return fail(replayed.error());
    to_wire(*replayed, response);
    return {};
}

grpc::Status ReplayService::ReplayCall(grpc::ServerContext* context,
                                       const v1::ReplayCallRequest* request,
                                       v1::CallReplay* response) {
    return endpoint_.run(
        *context, *request, *response,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            const auto organization = organization_of(caller);
            if (!organization) return fail(organization.error());
            return replay(*organization, *request, transaction, *response);
        });
}

} // namespace hatif::reporting
