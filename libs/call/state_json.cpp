#include "call/state_json.hpp"

#include "base/overloaded.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <array>
#include <charconv>

namespace hatif::call {

namespace dom = simdjson::dom;
using base::overloaded;

using flow::json_text;

namespace {

std::string optional_number(const std::optional<int>& it) {
    return it ? std::to_string(*it) : "null";
}

std::string node_state_json(const flow::NodeState& state) {
    const auto table = overloaded{
        [](const flow::DialState&) { return std::string{R"("calling")"}; },
        [](const flow::PlayState& it) {
            const bool playing = std::holds_alternative<flow::Playing>(it);
            return std::string{playing ? R"("playing")" : R"("played")"};
        },
        [](const flow::AnswerState&) { return std::string{R"("taking")"}; },
        [](const flow::RecordState& it) {
            constexpr std::array words{R"("recording")", R"("stopping")", R"("recorded")"};
            return std::string{words[it.index()]};
        },
        [](const flow::TransferState& it) {
            const auto* at = std::get_if<flow::Transferring>(&it);
            if (at == nullptr) return std::string{R"("handed_over")"};
            return fmt::format(R"("transferring","to":{})", json_text(at->shown));
        },
        [](const flow::HttpRequestState& it) {
            const auto* at = std::get_if<flow::Requesting>(&it);
            if (at == nullptr) return std::string{R"("requested")"};
            return fmt::format(R"("requesting","url":{})", json_text(at->shown));
        },
        [](const flow::DtmfState& it) {
            const auto words = overloaded{
                [](const flow::Asking& at) {
                    return fmt::format(R"("asking","round":{},"tries":{})", at.round, at.tries);
                },
                [](const flow::Listening& at) {
                    return fmt::format(R"("listening","round":{},"tries":{})", at.round, at.tries);
                },
                [](const flow::Collecting& at) {
                    return fmt::format(R"("collecting","round":{},"tries":{},"digits":"{}")",
                                       at.round, at.tries, at.digits);
                },
                [](flow::Left) { return std::string{R"("left")"}; },
            };
            return std::visit(words, it);
        },
    };
    return std::visit(table, state);
}

std::string phase_json(const Phase& phase) {
    const auto table = overloaded{
        [](const Ready&) { return std::string{R"({"is":"ready"})"}; },
        [](const Dialing& it) {
            return fmt::format(R"({{"is":"dialing","at":{}}})", json_text(it.at.value()));
        },
        [](const Answering& it) {
            return fmt::format(R"({{"is":"answering","at":{}}})", json_text(it.at.value()));
        },
        [](const Deciding& it) {
            return fmt::format(R"({{"is":"deciding","at":{}}})", json_text(it.at.value()));
        },
        [](const AwaitingBeep& it) {
            return fmt::format(R"({{"is":"awaiting_beep","next":{}}})", json_text(it.next.value()));
        },
        [](const InFlow& it) {
            return fmt::format(R"({{"is":"in_flow","at":{},"node":{}}})", json_text(it.at.value()),
                               node_state_json(it.node));
        },
        [](const Over& it) {
            return fmt::format(R"({{"is":"over","outcome":"{}","reason":{}}})",
                               flow::to_string(it.outcome), json_text(it.reason));
        },
    };
    return std::visit(table, phase);
}

std::string met_json(const std::optional<Refused>& met) {
    if (!met) return "null";
    return fmt::format(R"({{"outcome":"{}","reason":{},"sipCode":{},"q850":{}}})",
                       flow::to_string(met->outcome), json_text(met->reason), met->sip_code,
                       optional_number(met->q850));
}

/// Reads members of a state; what is missing or of the wrong type throws inside this file only.
class Members {
public:
    explicit Members(dom::element element) : object_{element} {}

    dom::element at(std::string_view name) const { return object_.at_key(name); }
    std::string text(std::string_view name) const {
        return std::string{std::string_view{at(name)}};
    }
    int number(std::string_view name) const { return static_cast<int>(std::int64_t{at(name)}); }
    bool flag(std::string_view name) const { return bool{at(name)}; }
    std::optional<int> optional_number(std::string_view name) const {
        if (at(name).is_null()) return std::nullopt;
        return number(name);
    }
    Outcome outcome() const {
        return flow::outcome_named(text("outcome")).value_or(Outcome::failed);
    }

private:
    dom::object object_;
};

flow::NodeState read_node_state(const Members& phase) {
    const std::string word = phase.text("node");
    if (word == "calling") return flow::DialState{};
    if (word == "playing") return flow::PlayState{flow::Playing{}};
    if (word == "played") return flow::PlayState{flow::Played{}};
    if (word == "taking") return flow::AnswerState{flow::Taking{}};
    if (word == "recording") return flow::RecordState{flow::Recording{}};
    if (word == "stopping") return flow::RecordState{flow::Stopping{}};
    if (word == "recorded") return flow::RecordState{flow::Recorded{}};
    if (word == "handed_over") return flow::TransferState{flow::HandedOver{}};
    if (word == "transferring") {
        return flow::TransferState{flow::Transferring{phase.text("to")}};
    }
    if (word == "requested") return flow::HttpRequestState{flow::Requested{}};
    if (word == "requesting") {
        return flow::HttpRequestState{flow::Requesting{phase.text("url")}};
    }
    if (word == "left") return flow::DtmfState{flow::Left{}};
    const auto [round, tries] = std::pair{phase.number("round"), phase.number("tries")};
    if (word == "asking") return flow::DtmfState{flow::Asking{round, tries}};
    if (word == "listening") return flow::DtmfState{flow::Listening{round, tries}};
    return flow::DtmfState{flow::Collecting{round, tries, phase.text("digits")}};
}

Phase read_phase(const Members& phase) {
    const std::string word = phase.text("is");
    if (word == "ready") return Ready{};
    if (word == "dialing") return Dialing{flow::NodeId{phase.text("at")}};
    if (word == "answering") return Answering{flow::NodeId{phase.text("at")}};
    if (word == "deciding") return Deciding{flow::NodeId{phase.text("at")}};
    if (word == "awaiting_beep") return AwaitingBeep{flow::NodeId{phase.text("next")}};
    if (word == "in_flow") return InFlow{flow::NodeId{phase.text("at")}, read_node_state(phase)};
    return Over{phase.outcome(), phase.text("reason")};
}

flow::Value read_value(dom::element it) {
    if (it.is_null()) return flow::Null{};
    if (it.is_bool()) return bool{it};
    if (it.is_number()) return double{it};
    return std::string{std::string_view{it}};
}

State read_state(dom::element root) {
    const Members members{root};
    State state;
    state.phase = read_phase(Members{members.at("phase")});
    state.steps = members.number("steps");
    state.visits = members.number("visits");
    for (const auto [id, count] : dom::object{members.at("visitsOf")}) {
        std::uint16_t place = 0;
        std::from_chars(id.data(), id.data() + id.size(), place);
        state.visits_of.emplace(place, static_cast<std::uint16_t>(std::int64_t{count}));
    }
    for (const auto [name, variable] : dom::object{members.at("variables")}) {
        const Members it{variable};
        state.variables.emplace(std::string{name},
                                flow::Variable{read_value(it.at("value")), it.flag("secret")});
    }
    const std::string kept = members.text("keptKey");
    if (!kept.empty()) state.kept_key = kept.front();
    state.inbound = members.flag("inbound");
    state.rang = members.flag("rang");
    state.answered = members.flag("answered");
    state.transferred = members.flag("transferred");
    state.answered_by =
        answered_by_named(members.text("answeredBy")).value_or(AnsweredBy::nobody_asked);
    if (!members.at("met").is_null()) {
        const Members met{members.at("met")};
        state.met = Refused{met.outcome(), met.text("reason"), met.number("sipCode"),
                            met.optional_number("q850")};
    }
    return state;
}

} // namespace

std::string to_json(const State& state) {
    std::string visits;
    for (const auto& [place, count] : state.visits_of) {
        visits += fmt::format(R"({}"{}":{})", visits.empty() ? "" : ",", place, count);
    }
    std::string variables;
    for (const auto& [name, it] : state.variables) {
        variables += fmt::format(R"({}{}:{{"value":{},"secret":{}}})", variables.empty() ? "" : ",",
                                 json_text(name), flow::to_exact_json(it.value), it.secret);
    }
    return fmt::format(R"({{"phase":{},"steps":{},"visits":{},"visitsOf":{{{}}},)"
                       R"("variables":{{{}}},"keptKey":"{}","inbound":{},"rang":{},"answered":{},)"
                       R"("transferred":{},"answeredBy":"{}","met":{}}})",
                       phase_json(state.phase), state.steps, state.visits, visits, variables,
                       state.kept_key ? std::string(1, *state.kept_key) : std::string{},
                       state.inbound, state.rang, state.answered, state.transferred,
                       to_string(state.answered_by), met_json(state.met));
}

base::Result<State> state_from_json(std::string_view json) {
    try {
        dom::parser parser;
        return read_state(parser.parse(json.data(), json.size()));
    } catch (const simdjson::simdjson_error& error) {
        return base::fail(base::Errc::invalid, std::string{"no state of a call: "} + error.what());
    }
}

} // namespace hatif::call
