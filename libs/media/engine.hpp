#pragma once

#include "audio/prompt.hpp"
#include "base/result.hpp"
#include "base/strong.hpp"
#include "rtp/statistics.hpp"
#include "sdp/session.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <variant>
#include <vector>

namespace hatif::media {

using LineId = base::Strong<std::uint64_t, struct LineIdTag>;
using PlayId = base::Strong<std::uint64_t, struct PlayIdTag>;
using SharedPrompt = std::shared_ptr<const audio::Prompt>;

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

using Event = std::variant<PromptOver, KeyPressed, LineClosed>;

std::ostream& operator<<(std::ostream& out, const Event& event);

/// A line that is open: what the SDP offer names.
struct Line {
    LineId id = LineId{0};
    sdp::Endpoint local;
};

/// The media thread: one UDP socket a call, a frame each 20 ms on absolute deadlines, prompts
/// played and keys heard. All methods may be called from any thread; they post and return, in
/// order.
class Engine {
public:
    /// Called on the media thread, which must not be held up: post on, and return.
    using Sink = std::function<void(LineId, const Event&)>;
    using Log = std::function<void(const std::string&)>;

    struct Config {
        std::string address; ///< numeric IPv4 address that the sockets are bound to
        std::uint16_t first_port = 10'000;
        std::uint16_t last_port = 11'999;
        Log log{};
    };

    /// Throws std::runtime_error on an address or range that cannot be.
    Engine(Config config, Sink sink);

    /// Closes all lines without telling of it, and joins.
    ~Engine();

    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    /// Binds a socket on the even port that has rested longest. Fails (unavailable) when no port is
    /// left.
    base::Result<Line> open();

    /// The call was answered, or its media moved: from now on a frame goes out each 20 ms, silence
    /// when nothing plays; none while the agreement forbids it (hold), yet prompts go on in time.
    void connect(LineId line, const sdp::Agreement& agreement);

    /// Plays the prompts one after the other, in place of what is playing. `PromptOver` follows.
    void play(LineId line, std::vector<SharedPrompt> prompts, PlayId id);

    /// Silence from the next frame on; no `PromptOver`.
    void stop(LineId line);

    /// `LineClosed` follows.
    void close(LineId line);

    /// Lines that are open now.
    std::size_t open_lines() const;

    struct Impl;

private:
    std::unique_ptr<Impl> impl_;
};

} // namespace hatif::media
