#include "simulation/replay.hpp"

#include "base/overloaded.hpp"
#include "call/call.hpp"
#include "call/event_json.hpp"
#include "simulation/hidden_keys.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <map>
#include <utility>

namespace hatif::simulation {

using base::Result;
using Facts = std::vector<call::Fact>;

namespace {

struct RecordedStep {
    call::fact::Input input;
    Facts facts; // the input among them
};
using Steps = std::map<int, RecordedStep>;

base::Error not_replayable(std::string what) {
    return {base::Errc::conflict, std::move(what), "ATTEMPT_NOT_REPLAYABLE"};
}

flow::Value value_of(const std::string& json) {
    simdjson::dom::parser parser;
    simdjson::dom::element it;
    if (parser.parse(json).get(it) != simdjson::SUCCESS) return flow::Null{};
    if (it.is_bool()) return bool{it};
    if (it.is_number()) return double{it};
    if (it.is_string()) return std::string{std::string_view{it}};
    return flow::Null{};
}

/// What the call read of the world around it.
struct World {
    flow::Sources sources{};
    call::Verdicts verdicts{};
};

World world_of(const RecordedCall& recorded) {
    World world;
    for (const auto& [step, what] : recorded) {
        const auto* read = std::get_if<call::fact::FieldRead>(&what);
        if (read == nullptr) continue;
        if (read->source == "condition") {
            world.verdicts.insert_or_assign({step, flow::NodeId{read->name}},
                                            read->value == "true");
        } else if (read->source == "contactField") {
            world.sources.fields.insert_or_assign(read->name, value_of(read->value));
        } else if (read->source == "customAttribute") {
            world.sources.attributes.insert_or_assign(read->name, value_of(read->value));
        } else if (read->name == "sys.currency") {
            world.sources.currency = flow::to_text(value_of(read->value));
        } else {
            world.sources.system.insert_or_assign(read->name, value_of(read->value));
        }
    }
    return world;
}

/// By their numbers, which are 1, 2, 3, … or the call is not whole.
Result<Steps> steps_of(const RecordedCall& recorded) {
    Steps steps;
    for (const auto& [number, what] : recorded) {
        auto& step = steps[number];
        step.facts.push_back(what);
        const auto* input = std::get_if<call::fact::Input>(&what);
        if (input != nullptr) step.input = *input;
    }
    if (steps.empty()) return base::fail(not_replayable("the call has told nothing yet"));
    int expected = 1;
    for (const auto& [number, step] : steps) {
        if (number != expected++ || step.input.kind.empty()) {
            return base::fail(not_replayable(
                fmt::format("the input of step {} is not among the call's events", expected - 1)));
        }
    }
    return steps;
}

/// A fact as its events can tell it: a cause of 0 is none.
call::Fact as_told(call::Fact fact) {
    const auto table = base::overloaded{
        [](call::fact::HungUp& it) { it.q850 = it.q850.value_or(0); },
        [](call::fact::Finished& it) { it.q850 = it.q850.value_or(0); },
        [](const auto&) {},
    };
    std::visit(table, fact);
    return fact;
}

bool is_same(const call::Fact& told, const call::Fact& now) {
    const auto* then = std::get_if<call::fact::Finished>(&told);
    auto mine = as_told(now);
    auto* last = std::get_if<call::fact::Finished>(&mine);
    // Variables too large for an event were left out of it.
    if (then != nullptr && last != nullptr && then->variables.empty()) last->variables.clear();
    return as_told(told) == mine;
}

bool are_same(const Facts& told, const Facts& now) {
    return std::equal(told.begin(), told.end(), now.begin(), now.end(), is_same);
}

/// Of a step that was not told to its end: what was told.
Facts begun_like(const Facts& told, Facts now) {
    if (now.size() > told.size())
        now.erase(now.begin() + static_cast<std::ptrdiff_t>(told.size()), now.end());
    return now;
}

/// What of the facts is the call's way.
std::vector<std::string> way_of(const Facts& facts) {
    std::vector<std::string> way;
    const auto table = base::overloaded{
        [&](const call::fact::NodeEntered& it) { way.push_back("in " + it.node.value()); },
        [&](const call::fact::NodeLeft& it) {
            way.push_back("out " + it.node.value() + ' ' + it.output);
        },
        [&](const call::fact::Finished& it) {
            way.push_back(fmt::format("end {} {}", flow::to_string(it.outcome), it.reason));
        },
        [](const auto&) {},
    };
    for (const auto& fact : facts) std::visit(table, fact);
    return way;
}

std::string output_of(const Facts& facts) {
    for (const auto& fact : facts) {
        const auto* left = std::get_if<call::fact::NodeLeft>(&fact);
        if (left != nullptr) return left->output;
    }
    return {};
}

std::vector<std::string> lines_of(const Facts& facts) {
    std::vector<std::string> lines;
    for (const auto& fact : facts) lines.push_back(call::to_text(fact));
    return lines;
}

/// Goes through a call again, step by step.
class Replayer {
public:
    Replayer(const flow::Graph& graph, const Steps& steps, const World& world, const Guess& guess)
        : script_{graph, world.sources, {}, &world.verdicts}, steps_{steps}, guess_{guess} {}

    Result<Replay> run() &&;

private:
    struct Tried {
        call::State next;
        Facts facts;
    };
    Tried try_with(const call::Event& event) const;
    Result<Tried> take(int number, const RecordedStep& step);
    Tried press_hidden(int number, const RecordedStep& step) const;
    void compare(int number, const RecordedStep& step, const Facts& now);
    void follow(const Facts& now);

    const call::Script script_;
    const Steps& steps_;
    const Guess& guess_;
    call::State state_{};
    std::string node_{}; // entered last
    Replay found_{};
};

Replayer::Tried Replayer::try_with(const call::Event& event) const {
    auto [next, commands] = call::step(script_, state_, event);
    Facts facts;
    for (auto& command : commands) {
        if (auto* told = std::get_if<call::Publish>(&command))
            facts.push_back(std::move(told->what));
    }
    return {std::move(next), std::move(facts)};
}

/// A key that does now what the hidden one did then; the likeliest, when none does.
Replayer::Tried Replayer::press_hidden(int number, const RecordedStep& step) const {
    std::vector<HiddenKey> following;
    for (auto it = steps_.find(number); it != steps_.end(); ++it) {
        const auto hidden = hidden_in(it->second.input);
        if (!hidden) break;
        following.push_back(*hidden);
        if (!is_hidden_key(it->second.input)) break;
    }
    std::size_t digits = 0;
    if (const auto* at = std::get_if<call::InFlow>(&state_.phase)) {
        const auto* node = std::get_if<flow::DtmfState>(&at->node);
        const auto* held = node == nullptr ? nullptr : std::get_if<flow::Collecting>(node);
        if (held != nullptr) digits = held->digits.size();
    }
    std::optional<Tried> first;
    for (const char key : likely_keys(following, digits, guess_.order)) {
        auto tried = try_with(call::KeyPressed{key});
        if (are_same(step.facts, tried.facts)) return tried;
        if (!first) first = std::move(tried);
    }
    return *std::move(first);
}

Result<Replayer::Tried> Replayer::take(int number, const RecordedStep& step) {
    if (is_hidden_key(step.input)) {
        ++found_.hidden_keys;
        return press_hidden(number, step);
    }
    if (hides_value(step.input)) ++found_.hidden_values;
    const auto event = call::event_of(step.input.kind, step.input.data, guess_.values);
    if (!event) {
        return base::fail(not_replayable(
            fmt::format("the input of step {} cannot be read: {}", number, event.error().what)));
    }
    return try_with(*event);
}

void Replayer::compare(int number, const RecordedStep& step, const Facts& now) {
    const bool torn = !found_.complete && number == steps_.rbegin()->first;
    const auto& mine = torn ? begun_like(step.facts, now) : now;
    const auto difference = [&] {
        return Divergence{
            number,        step.input.kind,       step.input.data, node_, lines_of(step.facts),
            lines_of(now), output_of(step.facts), output_of(now)};
    };
    if (!found_.difference && !are_same(step.facts, mine)) found_.difference = difference();
    if (!found_.parting && way_of(step.facts) != way_of(mine)) found_.parting = difference();
}

void Replayer::follow(const Facts& now) {
    const auto table = base::overloaded{
        [&](const call::fact::NodeEntered& it) {
            node_ = it.node.value();
            found_.path.push_back({it.node, it.type, it.label.value()});
        },
        [&](const call::fact::NodeLeft& it) {
            const auto index = static_cast<std::size_t>(it.index);
            if (index >= found_.path.size() || !found_.path[index].output.empty()) return;
            found_.path[index].output = it.output;
            found_.path[index].error = it.error;
        },
        [&](const call::fact::Finished& it) {
            found_.outcome = flow::to_string(it.outcome);
            found_.reason = it.reason;
        },
        [](const auto&) {},
    };
    for (const auto& fact : now) std::visit(table, fact);
}

Result<Replay> Replayer::run() && {
    const auto& last = steps_.rbegin()->second.facts;
    found_.complete = std::any_of(last.begin(), last.end(), [](const auto& fact) {
        return std::holds_alternative<call::fact::Finished>(fact);
    });
    for (const auto& [number, step] : steps_) {
        auto tried = take(number, step);
        if (!tried) return base::fail(tried.error());
        compare(number, step, tried->facts);
        follow(tried->facts);
        state_ = std::move(tried->next);
        ++found_.steps;
        if (found_.parting) break; // what came then has no meaning on another way
    }
    found_.same = !found_.difference;
    found_.same_path = !found_.parting;
    return std::move(found_);
}

} // namespace

Result<Replay> replay(const flow::Graph& graph, const RecordedCall& recorded) {
    const auto steps = steps_of(recorded);
    if (!steps) return base::fail(steps.error());
    const auto world = world_of(recorded);
    std::optional<Replay> best;
    for (const auto& guess : guesses()) {
        auto found = Replayer{graph, *steps, world, guess}.run();
        if (!found) return base::fail(found.error());
        const bool better = !best || found->same || (found->same_path && !best->same_path);
        if (better) best = std::move(*found);
        if (best->same || (best->hidden_keys == 0 && best->hidden_values == 0)) break;
    }
    return *std::move(best);
}

} // namespace hatif::simulation
