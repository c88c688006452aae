#include "program_scheduler/content/simulation_service.hpp"

#include "flow/link.hpp"
#include "flow/read_graph.hpp"
#include "program_scheduler/calls/initial_variables.hpp"
#include "program_scheduler/content/flow_check.hpp"
#include "program_scheduler/content/flow_rows.hpp"
#include "program_scheduler/content/linked_flows.hpp"
#include "program_scheduler/content/simulated_content.hpp"
#include "program_scheduler/content/simulation_wire.hpp"
#include "simulation/read_scenarios.hpp"
#include "simulation/simulate.hpp"

namespace hatif::program_scheduler {

using base::Errc;
using base::fail;
using base::Result;
namespace v1 = program::v1;

namespace {

constexpr std::size_t most_graph_bytes = 1UL << 20; // as much as a saved one
constexpr std::size_t most_answered = 4UL << 20;    // bytes of all paths, words and variables
constexpr int most_engine_steps = 200'000;          // of all scenarios: a fraction of a second
constexpr std::int64_t most_pieces = 2'000'000;

base::Error wrong(std::string member, std::string what) {
    base::Error error{Errc::invalid, "the request cannot be simulated", "VALIDATION"};
    error.fields.push_back({std::move(member), std::move(what)});
    return error;
}

Result<std::string> graph_of(pg::Transaction& transaction,
                             const rpc::Caller& caller,
                             const v1::SimulateFlowRequest& request) {
    if (request.has_graph() == request.has_flow_id()) {
        return fail(wrong("flowId", "must be given, or graph; not both"));
    }
    if (request.has_graph()) {
        if (request.graph().size() <= most_graph_bytes) return request.graph();
        return fail(wrong("graph", "must be at most 1 MiB of JSON"));
    }
    const base::FlowId id{base::Uuid::parse(request.flow_id()).value_or(base::Uuid{})};
    const auto flow = request.has_version()
                          ? read_past_flow(transaction, *caller.organization, id, request.version())
                          : read_flow(transaction, *caller.organization, id);
    if (!flow) return fail(flow.error());
    return flow->graph;
}

/// The graph and all that it goes on with, as one.
Result<flow::Graph>
whole(pg::Transaction& transaction, const Surroundings& around, const std::string& json) {
    const auto linked = newest_linked(transaction, around.organization, content_of(json).flows);
    if (!linked) return fail(linked.error());
    const LinkedGraphs graphs{*linked};
    return flow::link(flow::read_draft(json).graph, graphs.readable()).graph;
}

/// FLOW_INVALID with every error. Attributes that could not be looked at are no reason to wait.
Result<flow::Graph>
valid(pg::Transaction& transaction, const Surroundings& around, const std::string& graph) {
    const auto problems = check_graphs(transaction, around, {graph});
    if (!problems) return fail(problems.error());
    if (problems->front().valid()) return whole(transaction, around, graph);
    base::Error error{Errc::invalid, "the flow's graph has errors", "FLOW_INVALID"};
    for (const auto& problem : problems->front().errors) {
        error.fields.push_back({"graph" + problem.path, problem.message});
    }
    return fail(std::move(error));
}

Result<std::vector<simulation::Scenario>> scenarios_of(const v1::SimulateFlowRequest& request) {
    if (request.has_script() == request.has_scenarios()) {
        return fail(wrong("script", "must be given, or scenarios; not both"));
    }
    if (request.has_scenarios()) return simulation::read_scenarios(request.scenarios());
    auto script = simulation::read_script(request.script());
    if (!script) return fail(script.error());
    return std::vector<simulation::Scenario>{{{}, std::move(*script)}};
}

Result<flow::Variables> variables_of(const v1::SimulateFlowRequest& request) {
    const auto json = read_initial_variables(request.initial_variables());
    if (const auto* refused = std::get_if<WrongVariables>(&json)) {
        return fail(wrong("initialVariables" + refused->path, refused->what));
    }
    const auto& text = std::get<std::string>(json);
    if (text.empty()) return flow::Variables{};
    return simulation::read_variables(text, "initialVariables");
}

/// One after the other, so that only what is answered of a call is held.
Result<void> run_all(const simulation::Trial& trial,
                     const std::vector<simulation::Scenario>& scenarios,
                     const std::int64_t& pieces,
                     v1::FlowSimulation& answer) {
    simulation::Coverage coverage{trial.graph};
    std::size_t bytes = 0;
    int steps = 0;
    for (const auto& scenario : scenarios) {
        auto& wire = *answer.add_scenarios();
        if (!scenario.name.empty()) wire.set_name(scenario.name);
        const auto run = simulation::simulate(trial, scenario, coverage);
        to_wire(run, wire);
        bytes += wire.ByteSizeLong();
        if (bytes > most_answered) {
            wire.clear_execution_path();
            wire.clear_heard();
            wire.clear_variables();
            wire.set_cut(true);
        }
        steps += run.steps;
        if (steps > most_engine_steps || pieces > most_pieces) {
            return fail(wrong(scenarios.size() > 1 ? "scenarios" : "script",
                              "take too many steps together: send fewer at once"));
        }
    }
    to_wire(coverage, *answer.mutable_coverage());
    return {};
}

} // namespace

grpc::Status SimulationService::SimulateFlow(grpc::ServerContext* context,
                                             const v1::SimulateFlowRequest* request,
                                             v1::FlowSimulation* answer) {
    return endpoint_.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            const auto scenarios = scenarios_of(*request);
            if (!scenarios) return fail(scenarios.error());
            const auto variables = variables_of(*request);
            if (!variables) return fail(variables.error());
            const auto json = graph_of(transaction, caller, *request);
            if (!json) return fail(json.error());
            const auto graph = valid(transaction, Surroundings::of(caller, attributes_), *json);
            if (!graph) return fail(graph.error());
            const auto sources = simulated_contact(desk_, caller, request->contact());
            if (!sources) return fail(sources.error());
            const auto sounds = sounds_of(transaction, *caller.organization, *graph);
            if (!sounds) return fail(sounds.error());
            std::int64_t pieces = 0;
            const auto counted = [&](const flow::Piece& piece) {
                ++pieces;
                return (*sounds)(piece);
            };
            const simulation::Trial trial{
                .graph = *graph, .sources = *sources, .variables = *variables, .lookup = counted};
            return run_all(trial, *scenarios, pieces, *answer);
        });
}

} // namespace hatif::program_scheduler
