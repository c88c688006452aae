#include "flow/link.hpp"
#include "flow/validate.hpp"
#include "simulation/explain.hpp"
#include "simulation/read_scenarios.hpp"
#include "simulation/simulate.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

// Flows at a desk: what is wrong with one, what it does, and how calls by it would go. No server.

using namespace hatif;
using simulation::Scenario;

namespace {

constexpr int good = 0;
constexpr int bad_graph = 1;
constexpr int bad_use = 2; // or a file that cannot be read

constexpr const char* usage =
    R"(hatif-flow validate FILE            what is wrong with a flow, and where
hatif-flow simulate FILE SCRIPT     how calls would go, and what of the flow none came to
hatif-flow explain FILE             the flow in words, and what is wrong with it

Before the command: --flow ID=FILE, for each flow that a goto_flow may come to.

FILE is a graph, {"graph": …} or a whole flow, as JSON. SCRIPT is a list of steps, such as
["answer", {"dtmf": "1"}], or {"script" or "scenarios", "contact", "initialVariables"}.
0: all is well; 1: the graph has errors; 2: a file cannot be read, or the command is none.
)";

std::string content_of(const std::string& name) {
    std::ifstream file{name, std::ios::binary};
    std::ostringstream all;
    all << file.rdbuf();
    if (!file) throw std::runtime_error{name + ": cannot be read"};
    return all.str();
}

/// A flow's file: its graph, and where that stands in it.
struct FlowFile {
    std::string name;
    std::string text;
    std::string graph;
    std::string pointer; // "/graph", or nothing
};

FlowFile read_flow(const std::string& name) {
    FlowFile file{name, content_of(name), {}, {}};
    file.graph = file.text;
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    simdjson::dom::element graph;
    if (parser.parse(file.text).get(root) != simdjson::SUCCESS) return file; // validation says so
    if (root.at_pointer("/nodes").error() == simdjson::SUCCESS) return file;
    if (root.at_pointer("/graph").get(graph) != simdjson::SUCCESS) return file;
    file.graph = simdjson::minify(graph);
    file.pointer = "/graph";
    return file;
}

void print(const FlowFile& file, const char* kind, const std::vector<flow::Problem>& problems) {
    for (const auto& it : problems) {
        const auto at = file.pointer + it.path;
        fmt::print("{}:{}: {}: {} [{} {}{}]\n", file.name, simulation::line_of(file.text, at), kind,
                   it.message, it.code, at.empty() ? "/" : at,
                   it.node ? " node " + it.node->value() : std::string{});
    }
}

/// The flows that others may go on with.
struct Flows {
    std::map<std::string, flow::Graph> graphs{};

    std::map<std::string, const flow::Graph*> known() const {
        std::map<std::string, const flow::Graph*> all;
        for (const auto& [id, graph] : graphs) all.emplace(id, &graph);
        return all;
    }
};

bool is_valid(const FlowFile& file, const Flows& flows) {
    flow::Known known;
    if (!flows.graphs.empty()) known.flows = flows.known(); // else nobody said which there are
    const auto problems = flow::validate(file.graph, known);
    print(file, "error", problems.errors);
    print(file, "warning", problems.warnings);
    return problems.valid();
}

flow::Graph linked(const FlowFile& file, const Flows& flows) {
    return flow::link(flow::read_draft(file.graph).graph, flows.known()).graph;
}

int explain(const FlowFile& file, const Flows& flows) {
    fmt::print("{}\n", simulation::explain(linked(file, flows)));
    return is_valid(file, flows) ? good : bad_graph;
}

template <class T>
T or_throw(base::Result<T> read, const std::string& file) {
    if (read) return std::move(*read);
    std::string what = file + ": " + read.error().what;
    for (const auto& field : read.error().fields) what += "\n    " + field.path + ' ' + field.what;
    throw std::runtime_error{what};
}

struct Plan {
    std::vector<Scenario> scenarios;
    flow::Sources contact;
    flow::Variables variables;
};

/// What a call knows of itself, where there is none.
void add_system(flow::Sources& sources) {
    const auto phone = sources.fields.find("primaryPhone");
    sources.system["sys.callId"] = std::string{"simulated@hatif"};
    sources.system["sys.contactPhone"] =
        phone == sources.fields.end() ? flow::Value{std::string{"+212600000000"}} : phone->second;
    sources.system["sys.attemptNumber"] = 1.0;
}

Plan read_plan(const std::string& name) {
    const auto text = content_of(name);
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    Plan plan;
    const bool bare = parser.parse(text).get(root) != simdjson::SUCCESS || !root.is_object();
    if (bare) {
        plan.scenarios = {{{}, or_throw(simulation::read_script(text), name)}};
        add_system(plan.contact);
        return plan;
    }
    for (const auto [member, value] : simdjson::dom::object{root}) {
        const std::string part = simdjson::minify(value);
        if (member == "script") {
            plan.scenarios = {{{}, or_throw(simulation::read_script(part), name)}};
        } else if (member == "scenarios") {
            plan.scenarios = or_throw(simulation::read_scenarios(part), name);
        } else if (member == "contact") {
            plan.contact = or_throw(simulation::read_contact(part), name);
        } else if (member == "initialVariables") {
            plan.variables = or_throw(simulation::read_variables(part, "initialVariables"), name);
        } else {
            throw std::runtime_error{fmt::format("{}: '{}' is no member of a plan", name, member)};
        }
    }
    add_system(plan.contact);
    if (plan.scenarios.empty()) throw std::runtime_error{name + ": has no script and no scenarios"};
    return plan;
}

double seconds(std::chrono::milliseconds time) {
    return static_cast<double>(time.count()) / 1000;
}

/// What happened, by the time it did.
void print(const Scenario& scenario, const simulation::Run& run) {
    fmt::print("# {}\n", scenario.name.empty() ? "the call" : scenario.name);
    auto words = run.heard.begin();
    const auto say_until = [&](std::optional<std::chrono::milliseconds> when) {
        for (; words != run.heard.end() && (!when || words->began < *when); ++words) {
            fmt::print("{:8.3f}     \"{}\"{}\n", seconds(words->began), words->text,
                       words->interrupted ? " - cut off" : "");
        }
    };
    for (const auto& visit : run.path) {
        say_until(visit.entered);
        fmt::print("{:8.3f}  {} ({})", seconds(visit.entered), visit.node.value(), visit.type);
        if (!visit.output.empty()) fmt::print(" -> {}", visit.output);
        fmt::print("{}\n", visit.error.empty() ? "" : ": " + visit.error);
    }
    say_until(std::nullopt);
    fmt::print("{:8.3f}  {}{} {}\n", seconds(run.length), flow::to_string(run.outcome),
               run.reason.empty() ? "" : " (" + run.reason + ")", flow::shown(run.variables));
    if (run.script_steps < scenario.script.size()) {
        fmt::print("          steps of the script that did not happen: {}\n",
                   scenario.script.size() - run.script_steps);
    }
    fmt::print("\n");
}

int simulate(const FlowFile& file, const std::string& script, const Flows& flows) {
    const auto plan = read_plan(script);
    if (!is_valid(file, flows)) return bad_graph;
    const auto graph = linked(file, flows);
    const simulation::Trial trial{
        .graph = graph, .sources = plan.contact, .variables = plan.variables};
    simulation::Coverage coverage{graph};
    for (const auto& scenario : plan.scenarios) {
        print(scenario, simulation::simulate(trial, scenario, coverage));
    }
    for (const auto& node : coverage.never_entered()) {
        fmt::print("no call came to {}\n", node.value());
    }
    for (const auto& way : coverage.never_taken()) {
        fmt::print("no call took {} -> {}\n", way.node.value(), way.output.value());
    }
    return good;
}

/// Takes `--flow ID=FILE` from the front of the words, as often as it stands there.
Flows taken_flows(std::vector<std::string>& words) {
    Flows flows;
    while (words.size() >= 2 && words[0] == "--flow") {
        const auto sign = words[1].find('=');
        if (sign == std::string::npos) throw std::runtime_error{words[1] + ": must be ID=FILE"};
        const auto file = read_flow(words[1].substr(sign + 1));
        flows.graphs.insert_or_assign(words[1].substr(0, sign), flow::read_draft(file.graph).graph);
        words.erase(words.begin(), words.begin() + 2);
    }
    return flows;
}

int run(std::vector<std::string> words) {
    const auto flows = taken_flows(words);
    if (words.size() == 2 && words[0] == "validate") {
        return is_valid(read_flow(words[1]), flows) ? good : bad_graph;
    }
    if (words.size() == 2 && words[0] == "explain") return explain(read_flow(words[1]), flows);
    if (words.size() == 3 && words[0] == "simulate") {
        return simulate(read_flow(words[1]), words[2], flows);
    }
    std::cerr << usage;
    return bad_use;
}

} // namespace

int main(int count, char** words) {
    try {
        return run({words + 1, words + count});
    } catch (const std::exception& failed) {
        std::cerr << "hatif-flow: " << failed.what() << '\n';
        return bad_use;
    }
}
