#pragma once

#include "dialog/digest.hpp"
#include "dialog/final_code.hpp"
#include "telephony/calls.hpp"
#include "telephony/ident_impl.hpp"
#include "telephony/resolver.hpp"
#include "telephony/sofia_impl.hpp"
#include "telephony/trunk.hpp"

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace hatif::telephony {

struct CallsAgent;
class TrunkLink;

/// How a request gets to a trunk now. nta is told numeric addresses only.
struct Way {
    /// The route URL of nta_outgoing_tcreate:
    /// "sip:trunk.example:5061;transport=tls;maddr=192.0.2.1". It moves the packet, and is not
    /// written into the message.
    std::string hop{};
    /// For TPTAG_IDENT, which chooses the transport with the trunk's own certificates. Empty: any.
    Ident ident{};
    /// Requests within a dialog go this way as well, whatever their Contact says: over the
    /// connection that there is (TCP, TLS).
    bool keeps_to_it = false;
    std::string address{}; ///< the numeric one in it
    std::uint16_t port = 0;

    bool operator==(const Way&) const = default;
};

/// The trunks that are set, and how each does. Lives on the SIP thread.
class Trunks {
public:
    explicit Trunks(CallsAgent& shared);
    ~Trunks();

    Trunks(const Trunks&) = delete;
    Trunks& operator=(const Trunks&) = delete;

    void set(const std::vector<Trunk>& trunks);

    /// Takes the registrations back; the trunks stay.
    void unregister();

    /// The trunk as it is set; one that is not set is taken as it comes, for calls only.
    const Trunk& in_force(const Trunk& asked);

    TrunkState state_of(const base::TrunkId& trunk) const;
    void on_state(Calls::TrunkListener listener) { listener_ = std::move(listener); }

    /// None: its name has no address yet, or its transport could not be opened.
    std::optional<Way> way_to(const base::TrunkId& trunk) const;

    /// The trunk that this numeric address belongs to; for requests that come.
    std::optional<base::TrunkId> whose(const std::string& address) const;

    /// A trunk's answer of any kind to an INVITE came: it lives.
    void heard(const base::TrunkId& trunk);

    /// An INVITE was refused by the trunk, or did not reach it. `way`: the one that it took.
    void heard(const base::TrunkId& trunk, const dialog::Refusal& refusal, const Way& way = {});

    /// The trunk's nonces; see `CallsAgent::authorize` for whoever makes requests.
    dialog::Nonces* nonces_of(const base::TrunkId& trunk);

    /// The connection on which this request got no answer hangs: the next one makes a new one.
    /// Nothing over UDP.
    static void drop_connection(nta_outgoing_t* request);

    /// For links: one of them has changed.
    void tell(const TrunkLink& link);

    /// For links: what addresses there are has changed.
    void open_filter();

    /// For links: looks a host up; the answer is heard on the SIP thread.
    void look_up(const Trunk& trunk, Resolver::Done done);

private:
    struct Leaving {
        std::unique_ptr<TrunkLink> link;
        std::uint64_t last_call; ///< those after it are not its calls
        SteadyTime patience;     ///< for the registrar's last word
    };

    TrunkLink* find(const base::TrunkId& trunk) const;
    void leave(std::unique_ptr<TrunkLink> link);
    void sweep();

    CallsAgent& shared_;
    Calls::TrunkListener listener_;
    std::optional<Resolver> resolver_;
    std::unordered_map<base::TrunkId, std::unique_ptr<TrunkLink>> links_;
    std::vector<Leaving> leaving_;
    std::optional<TimerId> sweep_;
};

/// "sip:+212…@trunk.example:5061;transport=tls", the Request-URI at a trunk; no user: the trunk's.
std::string request_uri(const std::string& user, const Trunk& trunk);

/// What the trunk's credentials say of a request, under a fresh nonce of ours.
dialog::Proof
proof_of(const Credentials& credentials, const std::string& method, const std::string& uri);

/// Takes the next nonces that an answer brings (Authentication-Info, RFC 7616, 3.5).
void renew(dialog::Nonces& nonces, const sip_t& answer);

/// Why a request did not get there, for a trunk's state: "transport_refused", "tls_certificate".
std::string why_unreachable();

/// nta's callback for a leg that takes no requests.
int refuse_request(NtaUser*, nta_leg_t*, nta_incoming_t*, const sip_t*) noexcept;

} // namespace hatif::telephony
