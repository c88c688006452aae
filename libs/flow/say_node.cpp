#include "flow/say_node.hpp"

#include "flow/config_reader.hpp"

namespace hatif::flow {

SayNode read_say(ConfigReader& config) {
    PlayNode play;
    play.items = {config.text_item("text")};
    play.barge_in = config.flag("bargeIn", play.barge_in);
    play.repeat = config.integer("repeat", play.repeat, {1, 10});
    return {std::move(play)};
}

PlayStep enter(const SayNode& node, const Scope& scope) {
    return enter(node.play, scope);
}

PlayStep step(const SayNode& node, const PlayState& state, const Event& event) {
    return step(node.play, state, event);
}

std::vector<Leave> exits(const SayNode& node) {
    return exits(node.play);
}

} // namespace hatif::flow
