#pragma once

#include "base/strong.hpp"
#include "dialog/dialog.hpp"
#include "sdp/session.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <variant>

namespace hatif::telephony {

using CallRef = base::Strong<std::uint64_t, struct CallRefTag>;

/// The first 18x, and every change of its code. Media sent before the answer is ignored.
struct Ringing {
    int code = 180;

    bool operator==(const Ringing&) const = default;
};

/// The call is up, and acknowledged. The media engine may start.
struct Answered {
    sdp::Agreement media;

    bool operator==(const Answered&) const = default;
};

/// The call did not come about. Last event of its call.
struct Refused {
    dialog::Refusal refusal;
    /// What the one table makes of it.
    dialog::DialResult result;

    bool operator==(const Refused&) const = default;
};

/// The other side moved, held or resumed its media (re-INVITE, UPDATE). Already answered.
struct MediaChanged {
    sdp::Agreement media;

    bool operator==(const MediaChanged&) const = default;
};

/// An answered call is over. Last event of its call.
struct Ended {
    dialog::By by = dialog::By::remote;
    std::optional<int> q850{}; ///< the cause in a Reason header of their BYE
    /// Why we ended it ourselves: "session_expired" when nobody refreshed it (RFC 4028),
    /// "not_acknowledged" when a re-INVITE of theirs never got its ACK. Empty: it was asked for.
    std::string reason{};

    bool operator==(const Ended&) const = default;
};

/// A key that came by INFO (application/dtmf-relay or application/dtmf), once per press.
struct KeyPressed {
    char digit = '0';

    bool operator==(const KeyPressed&) const = default;
};

/// What became of `refer`: the last that was heard of it.
struct Transferred {
    bool done = false;
    int code = 0; ///< 0: nothing was heard for as long as we wait

    bool operator==(const Transferred&) const = default;
};

/// What a call tells, on the SIP thread. Exactly one `Refused` or `Ended` comes, as the
/// last.
using CallEvent =
    std::variant<Ringing, Answered, Refused, MediaChanged, KeyPressed, Transferred, Ended>;

/// One line for logs: "ringing 183", "refused 486 busy sip_486_busy_here".
std::ostream& operator<<(std::ostream& out, const CallEvent& event);

} // namespace hatif::telephony
