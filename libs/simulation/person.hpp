#pragma once

#include "simulation/line.hpp"
#include "simulation/scenario.hpp"

#include <cstddef>
#include <optional>

namespace hatif::simulation {

/// Does a script on a line, step by step.
class Person {
public:
    /// Both outlive it.
    Person(const ScriptSteps& script, Line& line) : script_{script}, line_{line} {}

    /// When the next step is due, as things stand; nothing: it waits for the flow, or there is
    /// none.
    std::optional<Milliseconds> due() const;
    void act();

    /// Steps that wait for something that happened meanwhile are over.
    void look();

    std::size_t steps_done() const { return at_; }

private:
    const ScriptStep* current() const { return at_ < script_.size() ? &script_[at_] : nullptr; }
    std::optional<Milliseconds> begins_at(const ScriptStep& step) const;
    bool brings_verdict() const;
    void pick_up();
    void decide(const ScriptStep& step);
    void press(const ScriptStep& step);
    void done();

    const ScriptSteps& script_;
    Line& line_;
    std::size_t at_ = 0;
    std::size_t key_ = 0; // of the step's keys
    int impatience_ = 0;  // of the flow, when the step became the current one
    Milliseconds last_{0};
};

} // namespace hatif::simulation
