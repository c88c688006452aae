#pragma once

#include "call/call.hpp"
#include "flow/read_graph.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

/// For tests: the flows of tests/flows, and whatever may happen to a call.
namespace hatif::call::testing {

inline const flow::Sources nobody;

inline std::string text_of(const std::filesystem::path& file) {
    std::ifstream in{file};
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// All graphs that stand there, in the order of their names.
inline std::vector<std::string> texts_of_flows() {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator{"../../tests/flows"}) {
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<std::string> texts;
    for (const auto& file : files) texts.push_back(text_of(file));
    return texts;
}

inline std::vector<flow::Graph> graphs_of_flows() {
    std::vector<flow::Graph> graphs;
    for (const auto& text : texts_of_flows()) graphs.push_back(flow::read_graph(text).value());
    return graphs;
}

/// How the call of such a flow begins.
inline Begun beginning(const flow::Graph& graph) {
    return {{}, graph.find(graph.start)->type == "answer"};
}

inline AmdDecided any_verdict(bool machine) {
    detection::Verdict verdict;
    if (machine) verdict.answerer = detection::Answerer::machine;
    return {verdict};
}

inline RecordingOver any_end_of_recording(Ticket ticket, int which) {
    constexpr std::array why{"silence", "nothing_said", "max_duration", "stopped", "failed"};
    const bool failed = which == 4;
    return {ticket,     "id", why.at(static_cast<std::size_t>(which)),
            which != 1, {},   failed ? std::optional{Fault{"disk_full", ""}} : std::nullopt};
}

inline RequestOver any_answer(Ticket ticket, int which) {
    constexpr std::array codes{0, 200, 201, 404, 500};
    RequestOver answer{ticket, codes.at(static_cast<std::size_t>(which)), {}, {}};
    if (which == 0) answer.fault = Fault{"request_timeout", ""};
    if (which == 1)
        answer.values = {flow::Value{12.0}, flow::Value{}, flow::Value{std::string{"a"}}};
    return answer;
}

/// Any event, with tickets near those that the call uses; now and then a good one.
inline Event any_event(std::mt19937& random, const State& state) {
    const auto up_to = [&](int most) {
        return static_cast<int>(random() % static_cast<unsigned>(most));
    };
    const Ticket near{up_to(3) == 0 ? up_to(6) : state.visits, up_to(3)};
    switch (up_to(24)) {
    case 0:
        return Begun{{}, up_to(2) == 0};
    case 1:
        return Ringing{};
    case 2:
        return Answered{};
    case 3:
        return Refused{static_cast<Outcome>(up_to(6)), "why", 480};
    case 4:
        return PromptFailed{near, {"audio_not_found", ""}};
    case 5:
        return HungUp{};
    case 6:
        return up_to(4) == 0 ? Event{LeaseLost{}} : Event{Begun{}};
    case 7:
        return up_to(4) == 0 ? Event{CancelRequested{}} : Event{Answered{}};
    case 8:
        return up_to(4) == 0 ? Event{LineLost{"x"}} : Event{DrainEnded{}};
    case 9:
    case 10:
        return TimerFired{near};
    case 11:
    case 12:
        return KeyPressed{"0129*#"[up_to(6)]};
    case 13:
    case 14:
        return any_verdict(up_to(2) == 0);
    case 15:
        return BeepAwaited{up_to(2) == 0};
    case 16:
    case 17:
        return any_end_of_recording(near, up_to(5));
    case 18:
        return TransferOver{up_to(2) == 0, 486};
    case 19:
        return TimerFired{up_to(2) == 0 ? verdict_due : beep_due};
    case 20:
    case 21:
        return any_answer(near, up_to(5));
    default:
        return PromptOver{near};
    }
}

} // namespace hatif::call::testing
