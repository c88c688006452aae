#include "program_scheduler/executions/auto_pause.hpp"

#include <google/protobuf/util/json_util.h>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
namespace v1 = program::v1;

namespace {

constexpr int most_rules = 20;
constexpr std::uint32_t most_runs = 1'000'000'000;

AutoPause from_wire(const v1::AutoPauseRule& wire) {
    return {wire.node_id(), wire.threshold(), wire.reset_on_resume()};
}

} // namespace

AutoPauseRules read_auto_pause(FieldCheck& check, const WireRules& sent) {
    AutoPauseRules rules;
    if (sent.size() > most_rules) {
        check.refuse("autoPauseRules", "must be at most 20 rules");
        return rules;
    }
    for (int i = 0; i < sent.size(); ++i) {
        const auto path = "autoPauseRules[" + std::to_string(i) + "]";
        auto rule = from_wire(sent[i]);
        rule.node = check.required(path + ".nodeId", sent[i].node_id(), {1, 100});
        if (rule.threshold < 1 || rule.threshold > most_runs) {
            check.refuse(path + ".threshold", "must be 1 to 1000000000");
        }
        rules.push_back(std::move(rule));
    }
    return rules;
}

void to_wire(const AutoPauseRules& rules, WireRules& wire) {
    wire.Clear();
    for (const AutoPause& rule : rules) {
        auto& it = *wire.Add();
        it.set_node_id(rule.node);
        it.set_threshold(static_cast<std::uint32_t>(rule.threshold));
        it.set_reset_on_resume(rule.reset_on_resume);
    }
}

std::string as_json(const AutoPauseRules& rules) {
    WireRules wire;
    to_wire(rules, wire);
    google::protobuf::util::JsonPrintOptions whole;
    whole.always_print_primitive_fields = true;
    std::string json;
    for (const auto& rule : wire) {
        std::string text;
        // Of plain text and numbers: it cannot fail.
        (void)google::protobuf::util::MessageToJsonString(rule, &text, whole);
        json += (json.empty() ? "" : ",") + text;
    }
    return "[" + json + "]";
}

Result<AutoPauseRules> auto_pause_in(std::string_view json) {
    if (json == "[]") return AutoPauseRules{}; // most have none
    v1::ResumeExecutionRequest read;           // has them under one name
    const auto text = "{\"autoPauseRules\":" + std::string{json} + "}";
    if (!google::protobuf::util::JsonStringToMessage(text, &read).ok()) {
        return fail(base::Errc::internal, "the autoPauseRules of the row cannot be read");
    }
    AutoPauseRules rules;
    for (const auto& rule : read.auto_pause_rules()) rules.push_back(from_wire(rule));
    return rules;
}

} // namespace hatif::program_scheduler
