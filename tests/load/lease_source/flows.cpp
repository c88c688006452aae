#include "flows.hpp"

#include <stdexcept>

namespace hatif::load {

namespace {

constexpr std::size_t prompt_seconds = 10;

std::string node(const std::string& id,
                 const std::string& type,
                 const std::string& config,
                 const std::string& outputs) {
    return R"({"id":")" + id + R"(","type":")" + type + R"(","config":{)" + config +
           R"(},"outputs":{)" + outputs + "}}";
}

std::string graph(bool amd, const std::string& first, const std::string& others) {
    const std::string detects = amd ? R"("enableAMD":true)" : R"("enableAMD":false)";
    return R"({"startNodeId":"dial","nodes":[)" +
           node("dial", "dial", detects + R"(,"timeout":60000)",
                R"("onAnswer":")" + first + R"(","onVoicemail":")" + first +
                    R"(","default":"end")") +
           ',' + others + node("end", "hangup", "", "") + "]}";
}

std::string play(const std::string& next) {
    return node("play", "play", R"("audioItems":[{"type":"audioFile","audioId":"audio"}])",
                R"("onComplete":")" + next + R"(","default":"end")") +
           ',';
}

std::string ask() {
    return node("ask", "dtmf",
                R"("mode":"single_digit","variable":"key","timeout":5000,"retry":{"maxRetries":0})",
                R"("default":"end")") +
           ',';
}

} // namespace

Flow flow_named(const std::string& name, std::size_t hold) {
    const bool amd = name.ends_with("+amd");
    const auto plain = amd ? name.substr(0, name.size() - 4) : name;
    if (plain == "sig") return {graph(amd, "end", "")};
    if (plain == "prompt") return {graph(amd, "play", play("end")), prompt_seconds};
    if (plain == "msg") return {graph(amd, "play", play("ask") + ask()), prompt_seconds};
    if (plain == "hold") return {graph(amd, "play", play("end")), hold};
    throw std::invalid_argument{"no flow is called '" + name + "': sig, prompt, msg, hold"};
}

} // namespace hatif::load
