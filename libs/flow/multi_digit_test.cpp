#include "flow/dtmf_node.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace hatif::flow;
using namespace std::chrono_literals;

namespace {

const PromptId question{"question"};
const PromptId wrong{"wrong"};
const Variables no_variables;
const Sources no_sources;

Scope scope(std::optional<char> kept = {}) {
    return {no_variables, no_sources, "answered", "human", kept};
}

/// Three to five digits, asked twice at most.
DtmfNode account() {
    return {.prompt = recordings({question}),
            .invalid_prompt = recordings({wrong}),
            .several = MultiDigit{3, 5, '#', 2s},
            .timeout = 5s,
            .max_retries = 1,
            .variable = "account"};
}

DtmfStep fed(const DtmfNode& node, DtmfStep at, const std::string& keys) {
    for (const char key : keys) at = step(node, at.next, KeyPressed{key}, scope());
    return at;
}

/// These keys, while the question is asked.
DtmfStep keyed(const std::string& keys, const DtmfNode& node = account()) {
    return fed(node, enter(node, scope()), keys);
}

Leave by(std::initializer_list<const char*> outputs) {
    Leave leave;
    for (const auto* output : outputs) leave.by.emplace_back(output);
    return leave;
}

Commands answered(Command freed, const char* digits) {
    return {std::move(freed), SetVariable{"account", {std::string{digits}}},
            by({digits, "onSuccess"})};
}

} // namespace

TEST_CASE("the first key stops the question, and each has its time", "[flow][dtmf]") {
    CHECK(keyed("1").commands == Commands{StopPlaying{0}, StartTimer{1, 2s}});
    CHECK(keyed("12").commands == Commands{CancelTimer{1}, StartTimer{2, 2s}});
    CHECK(keyed("12").next == DtmfState{Collecting{2, 0, "12"}});
}

TEST_CASE("the terminator ends the answer, and is no part of it", "[flow][dtmf]") {
    CHECK(keyed("123#").commands == answered(CancelTimer{3}, "123"));
}

TEST_CASE("the last key that fits ends the answer", "[flow][dtmf]") {
    CHECK(keyed("12345").commands == answered(CancelTimer{4}, "12345"));
}

TEST_CASE("a silence ends the answer once there are enough keys", "[flow][dtmf]") {
    const auto enough = step(account(), keyed("1234").next, TimerFired{4}, scope());
    CHECK(enough.commands ==
          Commands{SetVariable{"account", {std::string{"1234"}}}, by({"1234", "onSuccess"})});
}

TEST_CASE("too few keys are a wrong answer, whatever ends them", "[flow][dtmf]") {
    CHECK(keyed("12#").commands == Commands{CancelTimer{2}, Play{3, {wrong, question}}});
    const auto silent = step(account(), keyed("12").next, TimerFired{2}, scope());
    CHECK(silent.commands == Commands{Play{3, {wrong, question}}});
    CHECK(silent.next == DtmfState{Asking{3, 1}});
}

TEST_CASE("what was keyed before counts no more when it asks again", "[flow][dtmf]") {
    CHECK(fed(account(), keyed("12#"), "345#").commands == answered(CancelTimer{6}, "345"));
}

TEST_CASE("used-up retries name their end first, then the last failure", "[flow][dtmf]") {
    CHECK(fed(account(), keyed("#"), "1#").commands ==
          Commands{CancelTimer{2}, by({"onMaxRetries", "onInvalid"})});
    auto node = account();
    node.max_retries = 0;
    CHECK(keyed("1#", node).commands ==
          Commands{CancelTimer{1}, by({"onInvalid", "onMaxRetries"})});
}

TEST_CASE("nothing keyed is a silence", "[flow][dtmf]") {
    auto at = step(account(), enter(account(), scope()).next, PromptOver{0}, scope());
    CHECK(at.commands == Commands{StartTimer{0, 5s}});
    at = step(account(), at.next, TimerFired{0}, scope());
    CHECK(at.commands == Commands{Play{1, {question}}});
}

TEST_CASE("a key kept from a play is the first of several", "[flow][dtmf]") {
    const auto at = enter(account(), scope('7'));
    CHECK(at.commands == Commands{TakeKey{'7'}, StartTimer{1, 2s}});
    CHECK(at.next == DtmfState{Collecting{1, 0, "7"}});
}

TEST_CASE("without a terminator every key is part of the answer", "[flow][dtmf]") {
    auto node = account();
    node.several->terminator = std::nullopt;
    CHECK(keyed("1#*", node).next == DtmfState{Collecting{3, 0, "1#*"}});
}

TEST_CASE("an empty answer is one where none is needed", "[flow][dtmf]") {
    auto node = account();
    node.several->least = 0;
    CHECK(keyed("#", node).commands ==
          Commands{StopPlaying{0}, SetVariable{"account", {std::string{}}}, by({"onSuccess"})});
}

TEST_CASE("the timer of an earlier key changes nothing, the end of a call frees the last",
          "[flow][dtmf]") {
    const auto at = keyed("12");
    const auto late = step(account(), at.next, TimerFired{1}, scope());
    CHECK(late.next == at.next);
    CHECK(late.commands.empty());
    CHECK(release(at.next) == Commands{CancelTimer{2}});
}

TEST_CASE("branches are whole answers that can be given", "[flow][dtmf]") {
    const auto branch = [](const char* digits) { return is_branch(account(), Output{digits}); };
    CHECK(branch("123"));
    CHECK(branch("12*45"));
    CHECK_FALSE(branch("12"));
    CHECK_FALSE(branch("123456"));
    CHECK_FALSE(branch("12#"));
    CHECK_FALSE(branch("onTimeout"));
}

TEST_CASE("any keys give the answer that a slow reader of the rules gives", "[flow][dtmf]") {
    std::mt19937 random{8};
    for (int i = 0; i < 5'000; ++i) {
        std::string keys;
        const auto count = random() % 9;
        for (unsigned n = 0; n < count; ++n) keys += "01*#"[random() % 4];
        // At most two tries: each up to a terminator, or five keys.
        std::string rest = keys;
        std::optional<std::string> expected;
        for (int time = 0; time < 2 && !expected; ++time) {
            const auto end = std::min(rest.find('#'), std::size_t{5});
            if (end >= rest.size() && rest.size() < 5) break; // not ended yet
            if (end >= 3) expected = rest.substr(0, end);
            rest = rest.substr(std::min(rest.size(), end == 5 ? end : end + 1));
        }
        std::optional<std::string> given;
        auto at = enter(account(), scope());
        for (const char key : keys) {
            at = step(account(), at.next, KeyPressed{key}, scope());
            for (const auto& command : at.commands) {
                const auto* set = std::get_if<SetVariable>(&command);
                if (set != nullptr) given = to_text(set->to.value);
            }
        }
        if (given != expected) FAIL(keys);
    }
}
