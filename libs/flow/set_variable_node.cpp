#include "flow/set_variable_node.hpp"

#include "flow/config_reader.hpp"

namespace hatif::flow {

namespace {

const Leave success{{Output{"onSuccess"}}};

} // namespace

SetVariableNode read_set_variable(ConfigReader& config) {
    SetVariableNode node;
    node.variable = config.text("variable", ConfigReader::Need::required);
    node.value = config.operand("value");
    return node;
}

Commands enter(const SetVariableNode& node, const Scope& scope) {
    if (const auto* literal = std::get_if<Value>(&node.value)) {
        return {SetVariable{node.variable, Variable{*literal}}, success};
    }
    const auto& source = std::get<ValueSource>(node.value);
    const auto found = read(source, scope);
    if (!found) {
        return {leave_failed({"variable_not_set", "variable '" + source.name + "' was never set"})};
    }
    Commands all;
    if (source.kind != ValueSource::Kind::variable) {
        all.emplace_back(NoteRead{source, found->value});
    }
    all.emplace_back(SetVariable{node.variable, *found});
    all.emplace_back(success);
    return all;
}

std::vector<Leave> exits(const SetVariableNode& node) {
    const auto* source = std::get_if<ValueSource>(&node.value);
    if (source == nullptr || source->kind != ValueSource::Kind::variable) return {success};
    return {success, leave_failed({})};
}

} // namespace hatif::flow
