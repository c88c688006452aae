#include "call/fact.hpp"

#include "base/overloaded.hpp"

#include <sstream>

namespace hatif::call {

std::string to_text(const Fact& fact) {
    std::ostringstream out;
    const auto words = base::overloaded{
        [&](const fact::Input& it) { out << "input " << it.kind << ' ' << it.data; },
        [&](const fact::Dialed&) { out << "dialed"; },
        [&](const fact::Arrived&) { out << "arrived"; },
        [&](const fact::Ringing& it) { out << "ringing " << it.sip_code; },
        [&](const fact::Answered&) { out << "answered"; },
        [&](const fact::AmdDecided& it) {
            out << "amd_decided " << to_string(it.verdict.answerer) << ' '
                << to_string(it.verdict.cause) << " after " << it.verdict.delay.count() << " ms";
        },
        [&](const fact::BeepAwaited& it) {
            out << "beep_awaited " << (it.heard ? "heard" : "in vain") << " after "
                << it.waited.count() << " ms";
        },
        [&](const fact::NodeEntered& it) {
            out << "entered " << it.node << " (" << it.type << ')';
        },
        [&](const fact::NodeLeft& it) {
            out << "left " << it.node;
            if (!it.output.empty()) out << " by " << it.output;
            if (!it.error.empty()) out << ": " << it.error;
        },
        [&](const fact::PromptStarted& it) {
            out << "prompt_started " << it.node;
            for (const auto& audio : it.audios) out << ' ' << audio;
            if (!it.keys.empty()) out << " says";
            for (const auto& key : it.keys) out << ' ' << key;
            for (const auto& text : it.texts) out << " \"" << text << '"';
        },
        [&](const fact::PromptEnded& it) {
            out << "prompt_ended " << it.node << (it.interrupted ? " interrupted" : "");
        },
        [&](const fact::DigitHeard& it) { out << "digit_heard " << it.node << '=' << it.digit; },
        [&](const fact::VariableSet& it) { out << "variable_set " << it.name << '=' << it.value; },
        [&](const fact::FieldRead& it) {
            out << "field_read " << it.source << ' ' << it.name << ' ' << it.value;
        },
        [&](const fact::Recorded& it) {
            out << "recorded " << it.node << ' ' << it.id << ' ' << it.why << ' '
                << it.length.count() << " ms";
        },
        [&](const fact::Transferred& it) {
            out << "transferred " << it.node << " to " << it.to << (it.done ? " done " : " failed ")
                << it.code;
        },
        [&](const fact::Requested& it) {
            out << "requested " << it.node << ' ' << it.method << ' ' << it.url << ' ' << it.status;
            if (!it.error.empty()) out << ' ' << it.error;
        },
        [&](const fact::OptedOut& it) { out << "opted_out " << it.node; },
        [&](const fact::HungUp& it) {
            out << "hung_up by " << (it.by_callee ? "callee" : "platform");
            if (!it.reason.empty()) out << ": " << it.reason;
        },
        [&](const fact::CallError& it) { out << "error " << it.node << ": " << it.why.code; },
        [&](const fact::Finished& it) {
            out << "finished " << flow::to_string(it.outcome);
            if (!it.reason.empty()) out << ' ' << it.reason;
            if (it.variables != "{}") out << ' ' << it.variables;
        },
    };
    std::visit(words, fact);
    return out.str();
}

} // namespace hatif::call
