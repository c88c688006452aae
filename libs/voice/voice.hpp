#pragma once

#include "base/result.hpp"
#include "speech/language.hpp"

#include <cstddef>
#include <string>
#include <string_view>

/// Texts to sounds.
namespace hatif::voice {

/// What is to be spoken.
struct Utterance {
    std::string text;
    speech::Language language = speech::Language::fr;
    std::string voice{}; ///< the engine's name of one; empty: its own of the language

    bool operator==(const Utterance&) const = default;
};

inline constexpr std::size_t longest_text = 2'000; ///< characters

/// Whether any engine may be asked: UTF-8 of 1 to 2,000 characters, not all of them spaces, no NUL
/// (`text_invalid`, `text_too_long`); a voice of letters, digits and `+ - _`, the first no sign, 64
/// at most (`voice_unknown`). The text is in no error.
base::Result<void> check(const Utterance& utterance);

/// Speaks. A port: the program espeak-ng, or a server. What it gives is to be decoded as carefully
/// as an upload. Any thread; waits until all is spoken.
class Engine {
public:
    virtual ~Engine() = default;

    /// The bytes of a file, WAV or another kind that uploads may be. Fails with a reason: what
    /// `check` says, `voice_unknown` (it has no such voice), `too_much_to_say` (longer than a
    /// recording may be), `voice_unavailable` (it is not there, failed, or took too long).
    virtual base::Result<std::string> speak(const Utterance& utterance) = 0;

    /// What it is, and in which version: two engines of one name say a text in the same way. Empty
    /// while it cannot be known, because it is not there.
    virtual std::string name() = 0;
};

/// The errors of engines.
tl::unexpected<base::Error> voice_unavailable(std::string_view why);
tl::unexpected<base::Error> voice_unknown(std::string_view voice);

} // namespace hatif::voice
