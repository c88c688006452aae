#include "flow/set_variable_node.hpp"

#include "flow/config_reader.hpp"
#include "flow/reading.hpp"

namespace hatif::flow {

namespace {

const Leave success{{Output{"onSuccess"}}};

} // namespace

SetVariableNode read_set_variable(ConfigReader& config) {
    SetVariableNode node;
    node.variable = config.text("variable", ConfigReader::Need::required, longest_name);
    node.value = config.operand("value");
    return node;
}

Commands enter(const SetVariableNode& node, const Scope& scope) {
    Reading reading{scope};
    const auto found = reading.value(node.value);
    Commands all = std::move(reading).notes();
    if (found) {
        all.emplace_back(SetVariable{node.variable, *found});
        all.emplace_back(success);
    } else {
        all.emplace_back(leave_failed(found.error()));
    }
    return all;
}

std::vector<Leave> exits(const SetVariableNode& node) {
    const auto* source = std::get_if<ValueSource>(&node.value);
    const bool computes = std::holds_alternative<Expression>(node.value);
    const bool reads_variable = source != nullptr && source->kind == ValueSource::Kind::variable;
    if (!computes && !reads_variable) return {success};
    return {success, leave_failed({})};
}

} // namespace hatif::flow
