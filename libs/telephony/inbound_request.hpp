#pragma once

#include <string>

namespace hatif::telephony {

/// A request that belongs to no call, as far as it decides on its answer. The transaction layer has
/// seen to it that Via, From, To, Call-ID and CSeq are there and whole (else 400), and that it is
/// SIP/2.0 (else 505).
struct InboundRequest {
    std::string method = "INVITE";
    bool is_known_method = true; ///< some RFC has it
    bool is_of_trunk = true;     ///< it came from an address of a trunk's
    bool is_in_dialog = false;   ///< its To has a tag
    std::string scheme = "sip";  ///< of the Request-URI
    unsigned hops_left = 70;     ///< Max-Forwards
    bool requires_unknown = false;
    bool has_contact = true;
    bool accepts_sdp = true;       ///< Accept names application/sdp, or is not there
    std::string body_type{};       ///< lower case; empty: there is no body
    bool is_body_optional = false; ///< handling=optional: a body beyond us is passed over
    bool is_body_encoded = false;
    bool is_call_alive = false; ///< a call with its Call-ID is
    bool is_closed = false;     ///< we are draining, or too many wait for a decision
};

/// What is done with it.
struct InboundAnswer {
    enum class Deed { ignore, take, reply };

    Deed deed = Deed::ignore;
    int code = 0; ///< of a reply

    bool operator==(const InboundAnswer&) const = default;
};

/// RFC 3261, 8.2, in its order: method, Request-URI, extensions, body; then what is ours.
InboundAnswer answer_to(const InboundRequest& request);

} // namespace hatif::telephony
