#pragma once

#include "base/clock.hpp"
#include "call/command.hpp"
#include "dialer/events/event_teller.hpp"
#include "dialer/recordings/recordings.hpp"

#include <memory>
#include <optional>

namespace hatif::dialer {

/// What is recorded of one call: segments, one after the other, and the whole of it. On the SIP
/// thread.
class CallRecordings {
public:
    /// All outlive it.
    CallRecordings(Recordings& shared,
                   media::Engine& media,
                   const Lease& lease,
                   media::LineId line,
                   EventTeller& teller)
        : shared_{shared}, media_{media}, lease_{lease}, line_{line}, teller_{teller} {}

    /// Both sides, until the line closes.
    void begin_whole(int step);

    /// The callee, until silence, its end or `stop`. An answer: it could not begin.
    std::optional<call::RecordingOver> begin(const call::Record& what, int step);

    /// The segment ends. None: there is none.
    std::optional<call::RecordingOver> stop(const call::Ticket& recording);

    /// A segment that has ended by itself; none for the whole call's.
    std::optional<call::RecordingOver> hear(const media::TapOver& over);

    /// Tells what became of one of them; `kept` is called once that is acknowledged.
    void hear(const recording::Told& told, int step, const recording::Recorder::Kept& kept);

    /// Nothing is under way: each was told of.
    bool are_settled() const { return under_way_ == 0; }

private:
    struct Attached {
        media::TapId tap;
        std::shared_ptr<const recording::Progress> progress;
    };
    struct Segment {
        call::Ticket ticket;
        base::Uuid id;
        Attached attached;
    };

    base::Result<Attached> attach(Recorded what, recording::What how, int step);
    call::RecordingOver over(std::string why);

    Recordings& shared_;
    media::Engine& media_;
    const Lease& lease_;
    const media::LineId line_;
    EventTeller& teller_;
    const base::Instant began_ = base::SystemClock{}.now();
    std::optional<Segment> segment_;
    std::uint32_t begun_ = 0;
    std::size_t under_way_ = 0;
};

} // namespace hatif::dialer
