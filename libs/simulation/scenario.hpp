#pragma once

#include "flow/value.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace hatif::simulation {

using Milliseconds = std::chrono::milliseconds;

/// What the carrier or the person does.
enum class Act {
    ringing,   ///< a 18x with `code`; 183 is early media
    answer,    ///< picks up
    busy,      ///< 486
    rejected,  ///< 603
    no_answer, ///< rings until the dial gives up; with `after` the carrier says 480
    failed,    ///< the carrier refuses with `code`
    human,     ///< the listening finds a person
    machine,   ///< it finds a machine; the beep comes `beep_after`, or never
    keys,      ///< presses `keys`, one `every` so often
    silence,   ///< says and presses nothing: for `length`, else until the flow loses patience
    speak,     ///< speaks for `length` into a recording
    transfer,  ///< whom the call is handed to answers `code`; 0: nothing is ever heard
    hangup,    ///< hangs up
    cancel,    ///< someone takes the call back
    line_lost, ///< the line breaks
    http,      ///< a server answers `code` with `body`, or not, by `fault`
};

/// One step of a script. Time is counted in milliseconds.
struct ScriptStep {
    Act act = Act::silence;
    /// After the step before it, or after `in` was entered. Without it: keys and speech when the
    /// flow waits for them; picking up 2 s, a verdict 1.8 s, all else half a second after that
    /// step. Of a server: after it was asked, 0.2 s; it holds up no other step.
    std::optional<Milliseconds> after{};
    std::string in{}; ///< a node's id: the step waits until it is entered, a server's answer is to
                      ///< that node's request; empty: for nothing, to any
    std::string keys{};
    int code = 0;
    std::optional<Milliseconds> length{};
    Milliseconds every{200};
    bool beep = true;
    Milliseconds beep_after{2'000}; ///< from when the flow waits for it
    std::string body{};             ///< of a server's answer, as JSON
    std::string fault{};            ///< "request_timeout": there is no answer

    bool operator==(const ScriptStep&) const = default;
};

using ScriptSteps = std::vector<ScriptStep>;

/// One call as it could be. When the script is over, the person stays and does nothing more.
struct Scenario {
    std::string name{};
    ScriptSteps script{};

    bool operator==(const Scenario&) const = default;
};

inline constexpr std::size_t most_scenarios = 1'000;
inline constexpr std::size_t most_steps = 200; ///< of a script
inline constexpr Milliseconds longest_wait{3'600'000};

} // namespace hatif::simulation
