#include "call/any_event_testing.hpp"
#include "flow/validate.hpp"

#include <catch2/catch.hpp>

#include <cctype>

// Graphs that went wrong in every way, through the reader, the validation and the engine.

using namespace hatif;
using namespace hatif::call;
using namespace hatif::call::testing;

namespace {

/// Where a token of a JSON text begins and ends.
struct Token {
    std::size_t from;
    std::size_t to;
};

/// Strings, and what stands between punctuation: numbers, true, null.
std::vector<Token> tokens_of(const std::string& json) {
    std::vector<Token> all;
    for (std::size_t at = 0; at < json.size();) {
        const auto from = at;
        if (json[at] == '"') {
            for (++at; at < json.size() && json[at] != '"'; ++at) at += json[at] == '\\' ? 1 : 0;
            ++at;
        } else {
            while (at < json.size() && std::isalnum(static_cast<unsigned char>(json[at])) != 0)
                ++at;
        }
        if (at == from) {
            ++at;
        } else {
            all.push_back({from, std::min(at, json.size())});
        }
    }
    return all;
}

/// From an opening bracket to the one that closes it.
std::string any_branch(std::mt19937& random, const std::string& json) {
    const auto from = json.find_first_of("{[", random() % json.size());
    if (from == std::string::npos) return "{}";
    int depth = 0;
    for (auto at = from; at < json.size(); ++at) {
        if (json[at] == '{' || json[at] == '[') ++depth;
        if ((json[at] == '}' || json[at] == ']') && --depth == 0) {
            return json.substr(from, at - from + 1);
        }
    }
    return "[]";
}

std::string any_word(std::mt19937& random, const std::string& json) {
    static const std::vector<std::string> words{
        "null",
        "true",
        "0",
        "-1",
        "1e308",
        "18446744073709551616",
        "1e999",
        "0.5",
        R"("")",
        R"("onError")",
        R"("default")",
        R"("branches")",
        R"("../../x")",
        R"("a/b~c")",
        R"("\ud800")",
        R"("\u0000")",
        R"("{{x}}")",
        "\"((((1))))\"",
        "[]",
        "{}",
        "[[[[[[[[[[]]]]]]]]]]",
        R"({"expression":"1/0 & x"})",
        R"({"source":"variable","variableName":"x"})",
        R"({"and":[{"not":{"or":[]}}]})",
        R"([{"type":"text","value":"hello","language":"fr"}])",
        R"("split")",
        R"("goto_flow")",
        R"("http_request")",
        R"("opt_out")",
        R"("say")"};
    if (random() % 3 == 0) return any_branch(random, json);
    return words[random() % words.size()];
}

/// A change that knows what a graph is made of: a token for another of the same text, or for one
/// that is trouble; a member said twice; something taken away.
std::string with_other_token(std::mt19937& random, std::string json) {
    const auto tokens = tokens_of(json);
    if (tokens.empty()) return json;
    const auto& [from, to] = tokens[random() % tokens.size()];
    const auto& [other, end] = tokens[random() % tokens.size()];
    switch (random() % 4) {
    case 0:
        return json.replace(from, to - from, any_word(random, json));
    case 1:
        return json.replace(from, to - from, json.substr(other, end - other));
    case 2:
        return json.insert(from, json.substr(from, to - from) + ":" + any_word(random, json) + ",");
    default:
        return json.erase(from, to - from);
    }
}

std::string with_other_bytes(std::mt19937& random, std::string json) {
    const auto at = random() % json.size();
    switch (random() % 3) {
    case 0:
        json[at] = static_cast<char>(random());
        return json;
    case 1:
        return json.erase(at, random() % 40);
    default:
        return json.insert(at, json.substr(random() % json.size(), random() % 60));
    }
}

std::string mutated(std::mt19937& random, std::string json) {
    const auto changes = 1 + random() % 4;
    for (unsigned i = 0; i < changes && !json.empty(); ++i) {
        json = random() % 6 == 0 ? with_other_bytes(random, std::move(json))
                                 : with_other_token(random, std::move(json));
    }
    return json;
}

/// Runs calls of any events; none ends by what validation is there to refuse.
void run(std::mt19937& random, const flow::Graph& graph) {
    const Script script{graph, nobody};
    for (int call = 0; call < 4; ++call) {
        State state;
        for (int i = 0; i < 30 && !is_over(state); ++i) {
            const auto event = i == 0   ? Event{beginning(graph)}
                               : i == 1 ? Event{Answered{}}
                                        : any_event(random, state);
            state = step(script, std::move(state), event).next;
        }
        const auto* over = std::get_if<Over>(&state.phase);
        if (over == nullptr) continue;
        REQUIRE(over->reason != "flow_invalid");
        REQUIRE(over->reason != "unknown_node");
    }
}

} // namespace

TEST_CASE("whatever is done to a graph it is read, looked at, and run when nothing is wrong",
          "[call][fuzz]") {
    std::mt19937 random{20'260'707};
    const auto seeds = texts_of_flows();
    int valid = 0;
    for (int i = 0; i < 12'000; ++i) {
        const auto json = mutated(random, seeds[random() % seeds.size()]);
        const auto draft = flow::read_draft(json);
        flow::Problems found;
        INFO(json);
        REQUIRE_NOTHROW(found = flow::validate(draft, {}));
        for (const auto& error : found.errors) {
            REQUIRE_FALSE(error.code.empty());
            REQUIRE_FALSE(error.message.empty());
            REQUIRE((error.path.empty() || error.path.front() == '/'));
        }
        if (!found.valid()) continue;
        ++valid;
        run(random, draft.graph);
    }
    CHECK(valid > 300);
}
