#pragma once

#include <chrono>
#include <ostream>
#include <string_view>

/// Who answered: a person, or a machine that speaks for one.
namespace hatif::detection {

/// How long is waited for what. The API's `amd` of a program; docs/amd.md says how they were found.
struct AmdSettings {
    std::chrono::milliseconds initial_silence{3'200};
    std::chrono::milliseconds greeting{1'710};
    std::chrono::milliseconds after_greeting_silence{670};
    std::chrono::milliseconds total_analysis{6'500};
    std::chrono::milliseconds min_word{60};
    std::chrono::milliseconds between_words_silence{210};
    int max_words = 7;

    bool operator==(const AmdSettings&) const = default;
};

enum class Answerer { human, machine };

/// "human", "machine".
std::string_view to_string(Answerer answerer);

/// What decided.
enum class AmdCause {
    long_greeting,
    many_words,
    beep,
    greeting_then_silence,
    initial_silence,
    key,
    time_is_up, ///< doubt: a person
};

/// "long_greeting": as events and reports say it.
std::string_view to_string(AmdCause cause);

/// The decision, and what was heard until then.
struct Verdict {
    Answerer answerer = Answerer::human;
    AmdCause cause = AmdCause::time_is_up;
    std::chrono::milliseconds delay{}; ///< from the beginning of listening
    std::chrono::milliseconds greeting{};
    int words = 0;
    std::chrono::milliseconds initial_silence{};
    std::chrono::milliseconds last_silence{};
    bool beep = false;

    bool operator==(const Verdict&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Verdict& verdict);

} // namespace hatif::detection
