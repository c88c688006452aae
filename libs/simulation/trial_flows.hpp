#pragma once

#include "flow/read_graph.hpp"
#include "simulation/read_scenarios.hpp"
#include "simulation/simulate.hpp"

#include <fmt/format.h>

#include <string>

/// For tests: flows of tests/flows, and calls as a reader would tell them.
namespace hatif::simulation::testing {

flow::Graph graph_of(const std::string& name);

inline const flow::Sources nobody;

inline Run run_of(const flow::Graph& graph, const std::string& script, Lookup lookup = {}) {
    Coverage coverage{graph};
    const Trial trial{.graph = graph, .sources = nobody, .lookup = std::move(lookup)};
    return simulate(trial, {{}, read_script(script).value()}, coverage);
}

/// "0 call onAnswer, 2000 greet onComplete, … 5000 completed".
inline std::string told(const Run& run) {
    std::string all;
    for (const auto& visit : run.path) {
        all += fmt::format("{} {}", visit.entered.count(), visit.node.value());
        if (!visit.output.empty()) all += ' ' + visit.output;
        if (!visit.error.empty()) all += ": " + visit.error;
        all += ", ";
    }
    all += fmt::format("{} {}", run.length.count(), flow::to_string(run.outcome));
    if (!run.reason.empty()) all += ' ' + run.reason;
    return all;
}

/// A dial, a greeting of one second and a question with two retries.
inline flow::Graph question(const std::string& dial = R"("enableAMD":false)") {
    return flow::read_graph(
               R"({"startNodeId":"call","nodes":[
        {"id":"call","type":"dial","config":{"timeout":20000,)" +
               dial + R"(},"outputs":{"onAnswer":"greet","onVoicemail":"leave","default":"end"}},
        {"id":"greet","type":"play","config":{"bargeIn":true,"audioItems":[
            {"type":"audioFile","audioId":"greeting"}]},"outputs":{"onComplete":"ask"}},
        {"id":"ask","type":"dtmf","config":{"mode":"single_digit","variable":"choice",
            "timeout":4000,"singleDigitConfig":{"allowedDigits":"12"},"retry":{"maxRetries":1},
            "prompt":[{"type":"audioFile","audioId":"question"}]},
         "outputs":{"branches":{"1":"yes","2":"end"},"onMaxRetries":"end"}},
        {"id":"yes","type":"set_variable","config":{"variable":"answer","value":"confirmed"},
         "outputs":{"onSuccess":"end"}},
        {"id":"leave","type":"play","config":{"audioItems":[
            {"type":"audioFile","audioId":"message"}]},"outputs":{"onComplete":"end"}},
        {"id":"end","type":"hangup","config":{},"outputs":{}}]})")
        .value();
}

} // namespace hatif::simulation::testing
