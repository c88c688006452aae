#include "flow/play_node.hpp"

#include "base/overloaded.hpp"
#include "flow/config_reader.hpp"
#include "flow/speak.hpp"

namespace hatif::flow {

namespace {

const Leave complete{{Output{"onComplete"}}};

} // namespace

PlayNode read_play(ConfigReader& config) {
    PlayNode node;
    node.items = config.play_items("audioItems", ConfigReader::Need::required);
    node.barge_in = config.flag("bargeIn", node.barge_in);
    node.repeat = config.integer("repeat", node.repeat, {1, 10});
    return node;
}

PlayStep enter(const PlayNode& node, const Scope& scope) {
    Reading reading{scope};
    const auto once = pieces_of(node.items, reading);
    Commands all = std::move(reading).notes();
    if (!once) {
        all.emplace_back(leave_failed(once.error()));
        return {Played{}, std::move(all)};
    }
    Pieces pieces = *once;
    for (int time = 1; time < node.repeat; ++time) {
        pieces.insert(pieces.end(), once->begin(), once->end());
    }
    all.emplace_back(Play{0, std::move(pieces)});
    return {Playing{}, std::move(all)};
}

PlayStep step(const PlayNode& node, const PlayState& state, const Event& event) {
    const auto table = base::overloaded{
        [](Playing, PromptOver) -> PlayStep {
            return {Played{}, {complete}};
        },
        [](Playing, const PromptFailed& it) -> PlayStep {
            return {Played{}, {leave_failed(it.why)}};
        },
        [&](Playing at, KeyPressed key) -> PlayStep {
            if (!node.barge_in) return {at, {}};
            return {Played{}, {StopPlaying{0}, KeepKey{key.digit}, complete}};
        },
        [](const auto& unmoved, const auto&) -> PlayStep {
            return {unmoved, {}};
        },
    };
    return std::visit(table, state, event);
}

Commands release(const PlayState& state) {
    if (std::holds_alternative<Playing>(state)) return {StopPlaying{0}};
    return {};
}

std::vector<Leave> exits(const PlayNode&) {
    return {complete, leave_failed({})};
}

} // namespace hatif::flow
