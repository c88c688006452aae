#include "flow/condition_node.hpp"

#include "flow/config_reader.hpp"

namespace hatif::flow {

namespace {

Leave by(bool holds) {
    return Leave{{Output{holds ? "onTrue" : "onFalse"}}};
}

} // namespace

ConditionNode read_condition_node(ConfigReader& config) {
    ConditionNode node;
    auto* members = config.object("condition", ConfigReader::Need::required);
    if (members != nullptr) node.condition = read_condition(*members);
    return node;
}

Commands enter(const ConditionNode& node, const Scope& scope) {
    Reading reading{scope};
    auto found = holds(node.condition, reading);
    // What a secret was found to equal would tell it: only the result is noted.
    const bool secret = reading.saw_secret();
    if (secret && scope.verdict) found = *scope.verdict;
    Commands all = secret ? Commands{} : std::move(reading).notes();
    if (!found) {
        all.emplace_back(leave_failed(found.error()));
        return all;
    }
    if (secret) all.emplace_back(NoteVerdict{*found});
    all.emplace_back(by(*found));
    return all;
}

std::vector<Leave> exits(const ConditionNode&) {
    return {by(true), by(false), leave_failed({})};
}

} // namespace hatif::flow
