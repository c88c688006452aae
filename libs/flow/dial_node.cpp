#include "flow/dial_node.hpp"

#include "flow/config_reader.hpp"

namespace hatif::flow {

using namespace std::chrono_literals;

DialNode read_dial(ConfigReader& config) {
    DialNode node;
    node.timeout = config.milliseconds("timeout", node.timeout, {1ms, 10min});
    node.enable_amd = config.flag("enableAMD", node.enable_amd);
    node.waits_for_amd = config.choice("amdMode", {"async", "wait"}) == "wait";
    return node;
}

DialStep enter(const DialNode& node, const Scope&) {
    return {Calling{}, {PlaceCall{node.enable_amd}, StartTimer{0, node.timeout}}};
}

Leave leave_after(Outcome met, std::optional<Fault> why) {
    const auto by = [&](const char* output) { return Leave{{Output{output}}, std::move(why)}; };
    switch (met) {
    case Outcome::completed:
        return by("onAnswer");
    case Outcome::voicemail:
        return by("onVoicemail");
    case Outcome::no_answer:
        return by("onNoAnswer");
    case Outcome::busy:
        return by("onBusy");
    case Outcome::rejected:
        return by("onRejected");
    default:
        return by("onError");
    }
}

std::vector<Leave> exits(const DialNode& node) {
    std::vector<Leave> all{leave_after(Outcome::completed), leave_after(Outcome::no_answer),
                           leave_after(Outcome::busy), leave_after(Outcome::rejected),
                           leave_after(Outcome::failed)};
    if (node.enable_amd) all.push_back(leave_after(Outcome::voicemail));
    return all;
}

} // namespace hatif::flow
