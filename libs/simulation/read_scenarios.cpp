#include "simulation/read_scenarios.hpp"

#include "simulation/faults.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>

namespace hatif::simulation {

namespace dom = simdjson::dom;
using base::Result;

namespace {

constexpr std::size_t most_keys = 64;
constexpr std::size_t longest_text = 255;
constexpr std::size_t longest_node_id = 128 + 37; // bytes, with a linked flow's before it
constexpr std::size_t longest_body = 64 * 1'024;  // bytes, of a server's answer
constexpr std::int64_t longest = longest_wait.count();
constexpr std::array<std::string_view, 4> request_faults{"request_failed", "request_timeout",
                                                         "request_refused", "answer_too_large"};

/// The value that stands beside a step's word.
struct Said {
    const dom::element& value;
    const std::string& at;
    Faults& faults;

    bool flag() const {
        bool it = false;
        return value.get(it) == simdjson::SUCCESS && it;
    }
    void only_true() const {
        if (!flag()) faults.add(at, "must be true");
    }
    std::int64_t number(std::int64_t least, std::int64_t most) const {
        std::int64_t it = 0;
        if (value.get(it) == simdjson::SUCCESS && it >= least && it <= most) return it;
        faults.add(at, fmt::format("must be a whole number from {} to {}", least, most));
        return least;
    }
    Milliseconds time() const { return Milliseconds{number(0, longest)}; }
    std::string text(std::size_t most) const {
        std::string_view it;
        if (value.get(it) == simdjson::SUCCESS && !it.empty() && it.size() <= most) {
            return std::string{it};
        }
        faults.add(at, fmt::format("must be a text of 1 to {} bytes", most));
        return {};
    }
};

void read_true(const Said& said, ScriptStep&) {
    said.only_true();
}

void read_ringing(const Said& said, ScriptStep& step) {
    step.code = said.flag() ? 180 : static_cast<int>(said.number(180, 189));
}

void read_failed(const Said& said, ScriptStep& step) {
    step.code = static_cast<int>(said.number(400, 699));
}

void read_keys(const Said& said, ScriptStep& step) {
    step.keys = said.text(most_keys);
    if (step.keys.find_first_not_of("0123456789*#ABCD") == std::string::npos) return;
    said.faults.add(said.at, "must be keys of a telephone: 0 to 9, *, #, A to D");
}

void read_silence(const Said& said, ScriptStep& step) {
    if (!said.flag()) step.length = said.time();
}

void read_speech(const Said& said, ScriptStep& step) {
    step.length = said.time();
}

void read_transfer(const Said& said, ScriptStep& step) {
    if (said.value.is_bool()) {
        step.code = said.flag() ? 200 : 603;
    } else {
        step.code = static_cast<int>(said.number(0, 699));
    }
}

void read_http(const Said& said, ScriptStep& step) {
    if (!said.value.is_string()) {
        step.code = static_cast<int>(said.number(100, 599));
        return;
    }
    step.fault = said.text(longest_text);
    if (std::find(request_faults.begin(), request_faults.end(), step.fault) ==
        request_faults.end()) {
        said.faults.add(said.at, fmt::format("must be an HTTP status or one of {}",
                                             fmt::join(request_faults, ", ")));
    }
}

struct Word {
    std::string_view name;
    Act act;
    void (*read)(const Said& said, ScriptStep& step);
    bool stands_alone; ///< may be written without a value
};

constexpr std::array<Word, 16> words{{
    {"ringing", Act::ringing, read_ringing, true},
    {"answer", Act::answer, read_true, true},
    {"busy", Act::busy, read_true, true},
    {"rejected", Act::rejected, read_true, true},
    {"noAnswer", Act::no_answer, read_true, true},
    {"failed", Act::failed, read_failed, false},
    {"human", Act::human, read_true, true},
    {"machine", Act::machine, read_true, true},
    {"dtmf", Act::keys, read_keys, false},
    {"silence", Act::silence, read_silence, true},
    {"speak", Act::speak, read_speech, false},
    {"transfer", Act::transfer, read_transfer, true},
    {"hangup", Act::hangup, read_true, true},
    {"cancel", Act::cancel, read_true, true},
    {"lineLost", Act::line_lost, read_true, true},
    {"http", Act::http, read_http, false},
}};

const Word* word_named(std::string_view name) {
    const auto* const it = std::find_if(words.begin(), words.end(),
                                        [&](const Word& word) { return word.name == name; });
    return it == words.end() ? nullptr : &*it;
}

std::string all_words() {
    std::string all;
    for (const auto& word : words) all.append(all.empty() ? "" : ", ").append(word.name);
    return all;
}

/// The members beside a step's word.
bool read_beside(std::string_view name, const Said& said, ScriptStep& step) {
    if (name == "after") {
        step.after = said.time();
    } else if (name == "in") {
        step.in = said.text(longest_node_id);
    } else if (name == "every" && step.act == Act::keys) {
        step.every = said.time();
    } else if (name == "beepAfter" && step.act == Act::machine) {
        step.beep_after = said.time();
    } else if (name == "beep" && step.act == Act::machine) {
        if (!said.value.is_bool()) said.faults.add(said.at, "must be true or false");
        step.beep = said.flag();
    } else if (name == "body" && step.act == Act::http && step.fault.empty()) {
        step.body = simdjson::minify(said.value);
        if (step.body.size() > longest_body) said.faults.add(said.at, "must have at most 64 KiB");
    } else {
        return false;
    }
    return true;
}

ScriptStep read_word(std::string_view name, const std::string& at, Faults& faults) {
    const auto* word = word_named(name);
    if (word == nullptr || !word->stands_alone) {
        faults.add(at, word == nullptr ? "must be one of " + all_words()
                                       : fmt::format("must be {{\"{}\": …}}", name));
        return {};
    }
    ScriptStep step{.act = word->act};
    if (step.act == Act::ringing) step.code = 180;
    if (step.act == Act::transfer) step.code = 200;
    return step;
}

ScriptStep read_step(const dom::element& element, const std::string& at, Faults& faults) {
    std::string_view name;
    if (element.get(name) == simdjson::SUCCESS) return read_word(name, at, faults);
    ScriptStep step;
    dom::object members;
    if (element.get(members) != simdjson::SUCCESS) {
        faults.add(at, "must be a word or an object");
        return step;
    }
    int found = 0;
    for (const auto [member, value] : members) {
        const auto* word = word_named(member);
        if (word == nullptr) continue;
        const auto place = fmt::format("{}.{}", at, member);
        step.act = word->act;
        word->read({value, place, faults}, step);
        ++found;
    }
    if (found != 1) faults.add(at, "must have exactly one of " + all_words());
    for (const auto [member, value] : members) {
        const auto place = fmt::format("{}.{}", at, member);
        if (word_named(member) != nullptr) continue;
        if (!read_beside(member, {value, place, faults}, step)) {
            faults.add(place, "is no member of such a step");
        }
    }
    return step;
}

ScriptSteps read_steps(const dom::element& element, const std::string& at, Faults& faults) {
    ScriptSteps steps;
    dom::array items;
    if (element.get(items) != simdjson::SUCCESS) {
        faults.add(at, "must be a list of steps");
        return steps;
    }
    for (const auto item : items) {
        if (steps.size() == most_steps) {
            faults.add(at, fmt::format("must have at most {} steps", most_steps));
            break;
        }
        steps.push_back(read_step(item, fmt::format("{}[{}]", at, steps.size()), faults));
    }
    return steps;
}

Scenario read_scenario(const dom::element& element, const std::string& at, Faults& faults) {
    if (element.is_array()) return {{}, read_steps(element, at, faults)};
    Scenario scenario;
    dom::object members;
    if (element.get(members) != simdjson::SUCCESS) {
        faults.add(at, "must be {name, script} or a list of steps");
        return scenario;
    }
    bool has_script = false;
    for (const auto [member, value] : members) {
        const auto place = fmt::format("{}.{}", at, member);
        if (member == "name") {
            scenario.name = Said{value, place, faults}.text(longest_text);
        } else if (member == "script") {
            scenario.script = read_steps(value, place, faults);
            has_script = true;
        } else {
            faults.add(place, "is no member of a scenario");
        }
    }
    if (!has_script) faults.add(at + ".script", "is missing");
    return scenario;
}

} // namespace

Result<ScriptSteps> read_script(std::string_view json) {
    return parsed<ScriptSteps>(json, "script", [](const auto& root, Faults& faults, auto& steps) {
        steps = read_steps(root, "script", faults);
    });
}

Result<std::vector<Scenario>> read_scenarios(std::string_view json) {
    using Scenarios = std::vector<Scenario>;
    return parsed<Scenarios>(json, "scenarios", [](const auto& root, Faults& faults, auto& all) {
        dom::array items;
        if (root.get(items) != simdjson::SUCCESS) {
            return faults.add("scenarios", "must be a list of {name, script}");
        }
        for (const auto item : items) {
            if (all.size() == most_scenarios) {
                return faults.add("scenarios", fmt::format("must be at most {}", most_scenarios));
            }
            all.push_back(read_scenario(item, fmt::format("scenarios[{}]", all.size()), faults));
        }
        if (all.empty()) faults.add("scenarios", "must be at least one");
    });
}

} // namespace hatif::simulation
