#include "simulation/explain.hpp"

#include "base/overloaded.hpp"
#include "flow/reach.hpp"

#include <fmt/format.h>

#include <deque>
#include <set>

namespace hatif::simulation {

namespace {

std::string of(const flow::ValueSource& source) {
    return fmt::format("{} '{}'", flow::to_string(source.kind), source.name);
}

std::string of(const flow::Operand& operand) {
    const auto table = base::overloaded{
        [](const flow::Value& it) { return flow::to_json(it); },
        [](const flow::ValueSource& it) { return of(it); },
        [](const flow::Expression&) { return std::string{"a value that is computed"}; },
    };
    auto words = std::visit(table, operand);
    if (!std::holds_alternative<flow::Expression>(operand)) return words;
    const char* between = " of ";
    for (const auto& source : flow::sources_of(operand)) {
        words += std::exchange(between, " and ") + of(source);
    }
    return words;
}

std::string of(const flow::PlayItem& item) {
    const auto table = base::overloaded{
        [](const flow::AudioItem& it) {
            if (it.by_language.empty()) return "recording " + it.audio.value();
            return fmt::format("a recording in the person's language, of {}",
                               it.by_language.size());
        },
        [](const flow::NumberItem& it) { return "the number " + of(it.value); },
        [](const flow::DateItem& it) { return "the date " + of(it.value); },
        [](const flow::WordItem& it) { return "the word " + of(it.value); },
        [](const flow::TextItem& it) { return "the text " + of(it.value); },
    };
    return std::visit(table, item);
}

std::string of(const flow::PlayItems& items) {
    std::string words;
    for (const auto& item : items) words += (words.empty() ? "" : ", then ") + of(item);
    return words.empty() ? "nothing" : words;
}

std::string of(std::chrono::milliseconds time) {
    return fmt::format("{} s", static_cast<double>(time.count()) / 1000);
}

std::string question(const flow::DtmfNode& it) {
    auto words = fmt::format("Asks by {}", of(it.prompt));
    if (it.several) {
        words += fmt::format("; takes {} to {} keys", it.several->least, it.several->most);
        if (it.several->terminator) words += fmt::format(", ended by {}", *it.several->terminator);
    } else {
        words += fmt::format("; takes one key of {}", it.allowed_digits);
    }
    words += fmt::format(", and waits {} for it", of(it.timeout));
    if (it.max_retries > 0) words += fmt::format("; asks {} times again", it.max_retries);
    if (!it.variable.empty()) words += fmt::format("; the answer is '{}'", it.variable);
    return words + (it.secret ? ", and is shown nowhere." : ".");
}

std::string play(const flow::PlayNode& it) {
    auto words = "Says " + of(it.items);
    if (it.repeat > 1) words += fmt::format(", {} times", it.repeat);
    return words + (it.barge_in ? "; a key ends it." : ".");
}

std::string request(const flow::HttpRequestNode& it) {
    std::string url;
    for (const auto& part : it.url.parts) {
        const auto* text = std::get_if<std::string>(&part);
        url += text != nullptr ? flow::url_shown(*text)
                               : '<' + of(std::get<flow::Template::Place>(part).value) + '>';
        if (text != nullptr && flow::url_shown(*text) != *text) break; // its query is not shown
    }
    auto words =
        fmt::format("Asks {} {}, and waits {} for the answer", it.method, url, of(it.timeout));
    const char* between = "; sets ";
    for (const auto& each : it.map) {
        words += fmt::format("{}'{}' to its {}", std::exchange(between, ", "), each.variable,
                             each.path.empty() ? "whole" : each.path);
        if (each.secret) words += " (shown nowhere)";
    }
    return words + '.';
}

std::string split(const flow::SplitNode& it) {
    int sum = 0;
    for (const auto& branch : it.branches) sum += branch.weight;
    std::string words = "Divides people by who they are:";
    const char* between = " ";
    for (const auto& branch : it.branches) {
        words += fmt::format("{}{:.4g} % to {}", std::exchange(between, ", "),
                             100.0 * branch.weight / sum, branch.name);
    }
    return words + '.';
}

std::string what_is_done(const flow::Kind& kind) {
    const auto table = base::overloaded{
        [](const flow::DialNode& it) {
            auto words = fmt::format("Calls, and lets it ring {}", of(it.timeout));
            if (!it.enable_amd) return words + "; nobody listens who answers.";
            return words + (it.waits_for_amd ? "; goes on when it is known who answered."
                                             : "; goes on at once while it listens who answered.");
        },
        [](const flow::AnswerNode&) { return std::string{"Takes the call that came."}; },
        [](const flow::PlayNode& it) { return play(it); },
        [](const flow::SayNode& it) { return play(it.play); },
        [](const flow::DtmfNode& it) { return question(it); },
        [](const flow::RecordNode& it) {
            return fmt::format("Records up to {}, until {} of silence.", of(it.max_duration),
                               of(it.silence_timeout));
        },
        [](const flow::TransferNode& it) {
            return fmt::format("Hands the call over to {}, and waits {} for it.", of(it.to),
                               of(it.timeout));
        },
        [](const flow::ConditionNode& it) {
            std::string words = "Decides by";
            const char* between = " ";
            for (const auto& source : flow::sources_of(it.condition)) {
                words += std::exchange(between, ", ") + of(source);
            }
            return words + '.';
        },
        [](const flow::SetVariableNode& it) {
            return fmt::format("Sets '{}' to {}.", it.variable, of(it.value));
        },
        [](const flow::HttpRequestNode& it) { return request(it); },
        [](const flow::OptOutNode&) {
            return std::string{"Has the number never called again by the organization."};
        },
        [](const flow::SplitNode& it) { return split(it); },
        [](const flow::GotoFlowNode& it) {
            return fmt::format("Goes on with flow {}{}", it.flow_id,
                               it.linked ? "." : ", which is not known here.");
        },
        [](const flow::HangupNode& it) {
            auto words = std::string{"Hangs up"};
            if (it.outcome) words += fmt::format(" as {}", flow::to_string(*it.outcome));
            if (!it.reason.empty()) words += fmt::format(": {}", it.reason);
            return words + '.';
        },
        [](const flow::UnknownNode&) { return std::string{"Is of a type that is not known."}; },
    };
    return std::visit(table, kind);
}

/// In the order in which a call can come to them, the nearest first; then those it cannot.
std::vector<std::size_t> in_order(const flow::Graph& graph) {
    std::vector<std::size_t> order;
    std::set<std::size_t> seen;
    std::deque<std::size_t> next;
    if (const auto start = graph.places.find(graph.start); start != graph.places.end()) {
        next.push_back(start->second);
    }
    while (!next.empty()) {
        const auto place = next.front();
        next.pop_front();
        if (!seen.insert(place).second) continue;
        order.push_back(place);
        for (const auto following : flow::next_of(graph, place)) next.push_back(following);
    }
    for (std::size_t place = 0; place < graph.nodes.size(); ++place) {
        if (!seen.contains(place)) order.push_back(place);
    }
    return order;
}

} // namespace

std::string explain(const flow::Graph& graph) {
    std::string all;
    const auto reached = [&] {
        const auto start = graph.places.find(graph.start);
        return start == graph.places.end() ? flow::Places{}
                                           : flow::reached_from(graph, {start->second});
    }();
    for (const auto place : in_order(graph)) {
        const auto& node = graph.nodes[place];
        all += fmt::format("{} ({})", node.id.value(), node.type);
        if (!node.label.value().empty()) all += fmt::format(" \"{}\"", node.label.value());
        if (!reached.contains(place)) all += " - no call comes here";
        all += fmt::format("\n    {}\n", what_is_done(node.kind));
        for (const auto& [output, edge] : node.outputs) {
            all += fmt::format("    {} -> {}\n", output.value(), edge.to.value());
        }
    }
    return all;
}

} // namespace hatif::simulation
