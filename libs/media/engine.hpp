#pragma once

#include "audio/prompt.hpp"
#include "base/result.hpp"
#include "media/event.hpp"
#include "media/tap.hpp"
#include "sdp/session.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace hatif::media {

using SharedPrompt = std::shared_ptr<const audio::Prompt>;

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
        /// What the SDP names, when it is not `address` (NAT, a Kubernetes node).
        std::string public_address{};
        /// A port is not used again before, while others are free.
        std::chrono::seconds port_rest{10};
        /// `MediaLost` when a connected line that may be sent to hears nothing for so long. 0:
        /// never.
        std::chrono::milliseconds silence_limit{0};
        /// Packets of many lines are sent by one system call, where CAP_NET_RAW allows it. It costs
        /// a third less; to be turned off where the network lets no such packets through.
        bool batch_sends = true;
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
    /// `SecuringFailed` when its keys cannot be used.
    void connect(LineId line, const sdp::Agreement& agreement);

    /// Plays the prompts one after the other, in place of what is playing. `PromptOver` follows.
    void play(LineId line, std::vector<SharedPrompt> prompts, PlayId id);

    /// Silence from the next frame on; no `PromptOver`.
    void stop(LineId line);

    /// Listens for a machine from now on; `AmdDecided` follows. A key decides for a person.
    void detect(LineId line, const detection::AmdSettings& settings);

    /// Listens for the beep of a machine; `BeepAwaited` follows, after `at_most` in any case.
    void await_beep(LineId line, std::chrono::milliseconds at_most);

    /// The tap listens from now on; `TapOver` tells when it has enough, and it is let go.
    void attach(LineId line, TapId id, std::unique_ptr<Tap> tap);

    /// The tap is ended and let go; no `TapOver`. One that is gone is ignored.
    void detach(LineId line, TapId id);

    /// `LineClosed` follows. Taps are ended.
    void close(LineId line);

    /// Lines that are open now.
    std::size_t open_lines() const;

    struct Impl;

private:
    std::unique_ptr<Impl> impl_;
};

} // namespace hatif::media
