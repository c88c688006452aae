#pragma once

#include "detection/amd.hpp"
#include "detection/evidence.hpp"
#include "detection/syllables.hpp"

#include <chrono>
#include <optional>

namespace hatif::detection {

/// What one slice of 10 ms is.
struct Heard {
    enum class What {
        silence,
        sound, ///< a voice, or music
        tone,  ///< ringing, or the beginning of a beep
        beep,  ///< a machine's beep is over
    };
    What what = What::silence;
    float movement = 1; ///< of sound: a voice has about 1
    float power = 1;    ///< of the last 50 ms or so, a mean square
    float strength = 1; ///< the same of the last 20 ms: syllables show in it
};

/// Decides who answered from what was heard; pure, and counted in slices. A word is sound of
/// `min_word` that moves as speech does; words with short breaths between them are a phrase. How
/// much was said counts by time and syllables; how long the silence behind it must be hangs on
/// what was said (evidence.hpp). The table:
///
///     waiting  -- a word -------------------------> speaking
///     waiting  -- tone, or music -----------------> waiting   the silence begins anew
///     waiting  -- `initial_silence` --------------> human     initial_silence
///     speaking -- a phrase of `greeting` ---------> machine   long_greeting
///     speaking -- all phrases half as long again -> machine   long_greeting
///     speaking -- more words than `max_words` ----> machine   many_words
///     speaking -- `between_words_silence` --------> speaking  sound is a new word
///     speaking -- suddenly much louder -----------> waiting   the phrase was the room's
///     speaking -- far weaker sound ---------------> speaking  the room again: silence
///     speaking -- `after_greeting_silence` -------> human     greeting_then_silence
///     any      -- beep ---------------------------> machine   beep
///     any      -- key ----------------------------> human     key
///     any      -- `total_analysis` ---------------> human     time_is_up
class AmdDecision {
public:
    explicit AmdDecision(const AmdSettings& settings);

    /// Once; what comes after a verdict is the caller's to keep away.
    std::optional<Verdict> hear(const Heard& heard);

    Verdict key() const;

    /// Somebody has spoken.
    bool has_words() const { return words_ + phrase_.words > 0; }

private:
    using Time = std::chrono::milliseconds;

    struct Phrase {
        Time length{};
        int words = 0;
        int syllables = 0;
        float movement = 0; ///< of late
        float power = 0;    ///< sum over its slices of sound
        int slices = 0;
    };

    std::optional<Verdict> hear_sound(const Heard& sound);
    void leave_the_room(float power);
    std::optional<Verdict> hear_silence(const Heard& silence);
    std::optional<Verdict> weigh() const;
    Evidence said() const;
    bool is_weak(float power) const;
    void hear_tone();
    void end_phrase();
    Verdict decide(Answerer answerer, AmdCause cause) const;

    AmdSettings settings_;
    Time clock_{};
    Time initial_silence_{}; ///< before the first word
    Time greeting_{};        ///< of the phrases before, as the two below
    int words_ = 0;
    int syllables_ = 0;
    Phrase phrase_;
    Syllables counter_;
    float voice_ = 0; ///< the loudest word, forgotten slowly
    Time burst_{};    ///< sound that is or may become a word
    Time gap_{};      ///< silence within or behind it
    Time silence_{};  ///< since the last word, or since listening began
    bool in_word_ = false;
    bool beep_ = false;
};

} // namespace hatif::detection
