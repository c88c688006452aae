#include "flow/record_node.hpp"

#include "base/overloaded.hpp"
#include "flow/config_reader.hpp"

namespace hatif::flow {

using namespace std::chrono_literals;

namespace {

const Leave complete{{Output{"onComplete"}}};
const Leave nothing_said{{Output{"onTimeout"}}};

RecordStep end(const RecordNode& node, const RecordState& at, const RecordingOver& it) {
    if (it.round != 0) return {at, {}}; // not of this one
    Commands all;
    all.reserve(3);
    all.emplace_back(NoteRecorded{it.id, it.why, it.length});
    if (it.why == "failed") {
        const Fault unknown{"recording_failed", "the recording could not be made"};
        all.emplace_back(leave_failed(it.fault.value_or(unknown)));
    } else if (!it.spoke) {
        all.emplace_back(nothing_said);
    } else {
        if (!node.variable.empty()) all.emplace_back(SetVariable{node.variable, Variable{it.id}});
        all.emplace_back(complete);
    }
    return {Recorded{}, std::move(all)};
}

} // namespace

RecordNode read_record(ConfigReader& config) {
    RecordNode node;
    node.max_duration = config.milliseconds("maxDuration", node.max_duration, {1s, 10min});
    node.silence_timeout = config.milliseconds("silenceTimeout", node.silence_timeout, {1ms, 1min});
    node.beep = config.flag("beep", node.beep);
    node.terminator = config.key("terminator", std::nullopt);
    node.variable = config.text("variable", ConfigReader::Need::optional, longest_name);
    return node;
}

RecordStep enter(const RecordNode& node, const Scope&) {
    return {Recording{}, {Record{0, node.max_duration, node.silence_timeout, node.beep}}};
}

RecordStep step(const RecordNode& node, const RecordState& state, const Event& event) {
    const auto table = base::overloaded{
        [&](Recording at, const RecordingOver& it) -> RecordStep { return end(node, at, it); },
        [&](Stopping at, const RecordingOver& it) -> RecordStep { return end(node, at, it); },
        [&](Recording at, KeyPressed key) -> RecordStep {
            if (key.digit != node.terminator) return {at, {}};
            return {Stopping{}, {StopRecording{0}}};
        },
        [](const auto& unmoved, const auto&) -> RecordStep {
            return {unmoved, {}};
        },
    };
    return std::visit(table, state, event);
}

Commands release(const RecordState& state) {
    if (std::holds_alternative<Recording>(state)) return {StopRecording{0}};
    return {};
}

std::vector<Leave> exits(const RecordNode&) {
    return {complete, nothing_said, leave_failed({})};
}

} // namespace hatif::flow
