#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "telephony/call_event.hpp"
#include "telephony/sip_thread.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hatif::telephony {

struct Credentials {
    std::string user;
    std::string password;

    bool operator==(const Credentials&) const = default;
};

/// A SIP peer that takes calls for us, over UDP. The host is a numeric IPv4 address: names are
/// resolved by whoever makes the value.
struct Trunk {
    base::TrunkId id;
    std::string host;
    std::uint16_t port = 5060;
    std::optional<Credentials> credentials{};

    bool operator==(const Trunk&) const = default;
};

/// One call to be made. Numbers are E.164 with the plus.
struct Invite {
    base::AttemptId attempt; ///< the Call-ID is "<attempt>@hatif"
    Trunk trunk;
    std::string to;
    std::string from;
    sdp::Endpoint media; ///< where the media engine listens for this call
};

/// How much the SIP side has done; read on the SIP thread.
struct CallCounts {
    std::uint64_t placed = 0;
    std::uint64_t answered = 0;
    std::uint64_t dropped_packets = 0; ///< from addresses that are no trunk's, or for want of room
};

/// Outbound calls over SIP trunks. Everything that is automatic in SIP happens inside: ACK, the
/// race of CANCEL with an answer, forked answers, digest challenges, re-INVITE, UPDATE, OPTIONS.
///
/// Every method but the constructor and destructor runs on the SIP thread, and so do the listeners.
class Calls {
public:
    using Listener = std::function<void(CallRef, const CallEvent&)>;
    using Log = std::function<void(const std::string&)>;

    struct Config {
        std::string address; ///< numeric IPv4 address to listen on
        std::uint16_t port = 5060;
        std::string user_agent = "Hatif";
        Log log{};
    };

    /// Binds the port; waits for the SIP thread. Throws std::runtime_error when it cannot.
    Calls(SipThread& thread, Config config);

    /// Drops what is alive without a word to the peers: drain first. Waits for the SIP thread.
    ~Calls();

    Calls(const Calls&) = delete;
    Calls& operator=(const Calls&) = delete;

    /// Requests from this trunk's address are heard from now on. `place` implies it.
    void trust(const Trunk& trunk);

    /// Sends the INVITE. The events of the call go to `listener`, none before this returns. Fails
    /// when the values make no SIP message, or when the attempt has been placed on this trunk and
    /// is alive: an attempt is never dialled twice.
    base::Result<CallRef> place(const Invite& invite, Listener listener);

    /// No answer is wanted any more; `Refused` will follow. If the answer has crossed, it is
    /// acknowledged and hung up inside, and `Refused` says so. Does nothing to an answered call.
    void cancel(CallRef call);

    /// Hangs up an answered call; `Ended{local}` follows at once, the BYE is seen through inside.
    /// A call not answered yet is cancelled instead.
    void bye(CallRef call);

    /// How many calls have not told their last event, or still have to see a BYE or CANCEL through.
    /// None: the process may go.
    std::size_t alive() const;

    CallCounts counts() const;

    struct Impl;

private:
    std::unique_ptr<Impl> impl_;
};

} // namespace hatif::telephony
