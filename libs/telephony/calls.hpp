#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "telephony/backlog.hpp"
#include "telephony/call_event.hpp"
#include "telephony/sip_thread.hpp"
#include "telephony/trunk.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hatif::telephony {

/// One call to be made. Numbers are E.164 with the plus.
struct Invite {
    base::AttemptId attempt; ///< the Call-ID is "<attempt>@hatif"
    Trunk trunk;
    std::string to;
    std::string from;
    sdp::Endpoint media; ///< where the media engine listens for this call
};

/// A call that came, from a trunk that we know.
struct IncomingCall {
    base::TrunkId trunk;
    std::string call_id;
    std::string to;   ///< the Request-URI's user: our number, as the trunk writes it
    std::string from; ///< P-Asserted-Identity, else From; as the trunk writes it
};

/// How much the SIP side has done; read on the SIP thread.
struct CallCounts {
    std::uint64_t placed = 0;
    std::uint64_t answered = 0;
    std::uint64_t dropped_packets = 0; ///< from addresses that are no trunk's, or for want of room
};

/// Calls over SIP trunks, ours and theirs. Everything that is automatic in SIP happens inside: ACK,
/// PRACK, the race of CANCEL with an answer, forked answers, digest challenges, session timers,
/// re-INVITE, UPDATE, OPTIONS, registrations, names.
///
/// Every method but the constructor and destructor runs on the SIP thread, and so do the listeners.
class Calls {
public:
    using Listener = std::function<void(CallRef, const CallEvent&)>;
    using Log = std::function<void(const std::string&)>;
    /// Answers who hears of the call from now on: `Answered` after `accept`, `Refused` when the
    /// caller gives up before. None: it is refused with 480.
    using Incoming = std::function<Listener(CallRef, const IncomingCall&)>;
    using TrunkListener = std::function<void(const base::TrunkId&, const TrunkState&)>;

    struct Config {
        std::string address; ///< numeric IPv4 address to listen on
        std::uint16_t port = 5060;
        std::string user_agent = "Hatif";
        Log log{};
        /// What others are told to reach us at, when it is not `address` (NAT, a Kubernetes node).
        std::string public_address{};
        /// "agent.pem" with our key and certificate; empty: no TLS server, and no client
        /// certificate.
        std::string certificate_folder{};
        /// 64 × T1 (RFC 3261): how long a transaction waits for its other side.
        std::chrono::milliseconds transaction_time{32'000};
        /// The shortest time that a session may live without a refresh (RFC 4028); less for tests.
        std::chrono::seconds shortest_interval{90};
        /// Name servers as "127.0.0.1:5300", for tests; empty: the system's.
        std::vector<std::string> name_servers{};
    };

    /// Binds the port; waits for the SIP thread. Throws std::runtime_error when it cannot.
    Calls(SipThread& thread, Config config);

    /// Drops what is alive without a word to the peers: drain first. Waits for the SIP thread.
    ~Calls();

    Calls(const Calls&) = delete;
    Calls& operator=(const Calls&) = delete;

    /// These are the trunks from now on. New ones register and are asked for their health; what
    /// changed takes effect for calls placed from now on; those that are gone are unregistered, and
    /// their requests heard only while calls of theirs live.
    void set_trunks(const std::vector<Trunk>& trunks);

    /// Unknown trunks are `unknown`.
    TrunkState state_of(const base::TrunkId& trunk) const;

    /// Told of every change of a trunk's state.
    void on_trunk_state(TrunkListener listener);

    /// What is done with calls that come. Before it is set they are refused with 480.
    void on_incoming(Incoming incoming);

    /// From now on calls that come, and OPTIONS, are answered by 503, and the registrations are
    /// taken back. Calls that are alive go on.
    void drain();

    /// Sends the INVITE. The events of the call go to `listener`, none before this returns. Fails
    /// when the values make no SIP message, when the trunk takes no calls now (unavailable), or
    /// when the attempt has a call that is alive (conflict): an attempt is never dialled twice.
    base::Result<CallRef> place(const Invite& invite, Listener listener);

    /// No answer is wanted any more; `Refused` will follow. If the answer has crossed, it is
    /// acknowledged and hung up inside, and `Refused` says so. Does nothing to an answered call.
    void cancel(CallRef call);

    /// Hangs up an answered call; `Ended{local}` follows at once, the BYE is seen through inside.
    /// A call not answered yet is cancelled instead; one that came is refused, by 486 for cause 17,
    /// 603 for 21, else 480. The Q.850 cause is told in a Reason header.
    void bye(CallRef call, int q850 = 16);

    /// Takes a call that came: 200 with this media. `Answered` follows its ACK. An offer that we
    /// cannot speak is refused with 488, and `Refused` follows.
    void accept(CallRef call, const sdp::Endpoint& media);

    /// Refuses a call that came, with a final code of 400 to 699. Nothing follows.
    void refuse(CallRef call, int code);

    /// Hands an answered call over to another number (RFC 3515, REFER over the call's own trunk).
    /// `Transferred` follows; the call stays up until one side hangs up.
    void refer(CallRef call, const std::string& to);

    /// How many calls have not told their last event, or still have to see a BYE or CANCEL through.
    /// None: the process may go.
    std::size_t alive() const;

    CallCounts counts() const;

    /// How far we are behind, now: `is_overloaded` says whether that is too far for new calls.
    Backlog backlog() const;

    struct Impl;

private:
    std::unique_ptr<Impl> impl_;
};

} // namespace hatif::telephony
