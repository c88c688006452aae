#pragma once

#include "media/event.hpp"
#include "media/tap.hpp"

#include "detection/amd_detector.hpp"
#include "detection/beep_listener.hpp"
#include "rtp/reorder_window.hpp"
#include "tone/key_detector.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace hatif::media {

/// To whom a line's events go.
class Teller {
public:
    using Sink = std::function<void(LineId, const Event&)>;

    Teller(const Sink& sink, LineId line) : sink_{sink}, line_{line} {}

    void operator()(const Event& event) const { sink_(line_, event); }

private:
    const Sink& sink_;
    LineId line_;
};

/// Who listens to the peer's voice on a line, in the order of its sequence: taps, the detectors of
/// machines, beeps and keys. Made when the first of them comes; most lines have none.
class Listening {
public:
    using SteadyTime = rtp::SteadyTime;

    void detect(const detection::AmdSettings& settings);
    void await_beep(std::chrono::milliseconds at_most, SteadyTime now);
    void attach(TapId id, std::unique_ptr<Tap> tap);
    void detach(TapId id);
    void hear_keys();
    void ignore_keys() { keys_.reset(); }

    /// A packet of the peer, of any payload type.
    void hear(const rtp::Packet& packet, SteadyTime now, const Teller& tell);

    /// A beat of ours: what was sent. Gaps in what is heard are noticed here, by the clock.
    void beat(audio::Codec codec, audio::Frame said, SteadyTime now, const Teller& tell);

    /// A key was pressed, however it was heard.
    void pressed(const Teller& tell);

    void end();

    /// Nobody listens any more.
    bool idle() const { return !amd_ && !beep_ && !keys_ && taps_.empty(); }

private:
    /// The peer's stream on our clock: how much of it the detectors have heard.
    struct Clock {
        SteadyTime told;             ///< until when
        std::uint32_t timestamp = 0; ///< of the sample that is next
        bool runs = false;           ///< a packet set the timestamp
    };
    struct Awaited {
        detection::BeepListener listener;
        SteadyTime since;
        SteadyTime until;
    };
    struct Attached {
        TapId id;
        std::unique_ptr<Tap> tap;
    };

    bool detects() const { return amd_ || beep_ || keys_; }
    void in_order(SteadyTime now, const Teller& tell);
    void voice(audio::Codec codec, const rtp::Packet& packet, SteadyTime now, const Teller& tell);
    void analyse(audio::Codec codec, audio::Frame bytes, SteadyTime now, const Teller& tell);
    void pass(std::chrono::milliseconds time, SteadyTime now, const Teller& tell);
    void decided(const std::optional<detection::Verdict>& verdict, const Teller& tell);
    void beeped(bool heard, SteadyTime now, const Teller& tell);
    void keyed(const std::string& keys, const Teller& tell);

    rtp::ReorderWindow window_;
    std::optional<Clock> clock_;
    std::optional<detection::Amd> amd_;
    std::optional<Awaited> beep_;
    std::optional<tone::KeyDetector> keys_;
    std::vector<Attached> taps_;
};

} // namespace hatif::media
