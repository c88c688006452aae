#pragma once

#include "base/strong.hpp"
#include "detection/amd.hpp"
#include "rtp/statistics.hpp"

#include <chrono>
#include <cstdint>
#include <ostream>
#include <string>
#include <variant>

namespace hatif::media {

using LineId = base::Strong<std::uint64_t, struct LineIdTag>;
using PlayId = base::Strong<std::uint64_t, struct PlayIdTag>;
using TapId = base::Strong<std::uint64_t, struct TapIdTag>;

/// All prompts of one `play` were heard to the end. A play that was stopped or replaced tells none.
struct PromptOver {
    PlayId play;

    bool operator==(const PromptOver&) const = default;
};

/// The callee pressed a key: "0"–"9", '*', '#', 'A'–'D'. Once per press.
struct KeyPressed {
    char digit;

    bool operator==(const KeyPressed&) const = default;
};

/// The line is gone, its port rests. Last event of a line.
struct LineClosed {
    rtp::Statistics statistics;

    bool operator==(const LineClosed&) const = default;
};

/// A machine or a person: told once for each `detect`, unless the line closes before.
struct AmdDecided {
    detection::Verdict verdict;

    bool operator==(const AmdDecided&) const = default;
};

/// Told once for each `await_beep`.
struct BeepAwaited {
    bool heard = false;
    std::chrono::milliseconds waited{};

    bool operator==(const BeepAwaited&) const = default;
};

/// A tap that listens to a line has found what it was there for.
struct TapOver {
    TapId tap;
    std::string why; ///< in the tap's own words: "silence", "max_duration"

    bool operator==(const TapOver&) const = default;
};

/// Nothing came from the peer for as long as `Config::silence_limit`.
struct MediaLost {
    bool operator==(const MediaLost&) const = default;
};

/// The agreed keys could not be used: nothing is sent, and nothing heard.
struct SecuringFailed {
    bool operator==(const SecuringFailed&) const = default;
};

using Event = std::variant<PromptOver,
                           KeyPressed,
                           AmdDecided,
                           BeepAwaited,
                           TapOver,
                           MediaLost,
                           SecuringFailed,
                           LineClosed>;

std::ostream& operator<<(std::ostream& out, const Event& event);

} // namespace hatif::media
