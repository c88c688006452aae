#include "program_scheduler/content/simulation_wire.hpp"

#include "flow/value.hpp"

#include <algorithm>
#include <cctype>

namespace hatif::program_scheduler {

namespace v1 = program::v1;

namespace {

std::uint32_t number(std::chrono::milliseconds time) {
    return static_cast<std::uint32_t>(std::max<std::int64_t>(0, time.count()));
}

type::v1::Outcome outcome_of(flow::Outcome outcome) {
    std::string name{flow::to_string(outcome)};
    std::transform(name.begin(), name.end(), name.begin(), [](char c) {
        return static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    });
    auto wire = type::v1::OUTCOME_FAILED;
    type::v1::Outcome_Parse("OUTCOME_" + name, &wire);
    return wire;
}

void to_wire(const simulation::Visit& visit, v1::SimulatedVisit& wire) {
    wire.set_node_id(visit.node.value());
    wire.set_node_type(visit.type);
    wire.set_node_label(visit.label);
    wire.set_entered_at_ms(number(visit.entered));
    if (visit.left) wire.set_left_at_ms(number(*visit.left));
    if (!visit.output.empty()) wire.set_output(visit.output);
    if (!visit.error.empty()) wire.set_error(visit.error);
}

} // namespace

void to_wire(const simulation::Run& run, v1::SimulatedCall& wire) {
    wire.set_outcome(outcome_of(run.outcome));
    wire.set_outcome_reason(run.reason);
    wire.set_answered(run.answered);
    wire.set_duration_ms(number(run.length));
    for (const auto& visit : run.path) to_wire(visit, *wire.add_execution_path());
    for (const auto& words : run.heard) {
        auto& heard = *wire.add_heard();
        heard.set_node_id(words.node.value());
        heard.set_at_ms(number(words.began));
        heard.set_duration_ms(number(words.length));
        heard.set_text(words.text);
        heard.set_interrupted(words.interrupted);
    }
    wire.set_variables(flow::shown(run.variables));
    wire.set_script_steps(static_cast<std::uint32_t>(run.script_steps));
    wire.set_cut(run.cut);
}

void to_wire(const simulation::Coverage& coverage, v1::FlowCoverage& wire) {
    wire.set_nodes(static_cast<std::uint32_t>(coverage.nodes()));
    wire.set_outputs(static_cast<std::uint32_t>(coverage.ways()));
    for (const auto& node : coverage.never_entered()) wire.add_nodes_never_entered(node.value());
    for (const auto& way : coverage.never_taken()) {
        auto& never = *wire.add_outputs_never_taken();
        never.set_node_id(way.node.value());
        never.set_output(way.output.value());
    }
}

} // namespace hatif::program_scheduler
