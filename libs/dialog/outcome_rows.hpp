#pragma once

#include "dialog/final_code.hpp"

#include <array>
#include <string_view>

/// The rows of the one table, for what reads it and for what prints it.
namespace hatif::dialog {

/// A final SIP code.
struct CodeRow {
    int code;
    std::string_view slug;
    Outcome outcome;
    bool permanent = false; ///< the number itself is wrong
};

// RFC 3261 section 21, RFC 8197 (607), RFC 8688 (608) and what else IANA's registry names.
// clang-format off
inline constexpr std::array code_rows{
    CodeRow{300, "multiple_choices",            Outcome::failed},
    CodeRow{301, "moved_permanently",           Outcome::failed},
    CodeRow{302, "moved_temporarily",           Outcome::failed}, // a redirect is not followed: toll fraud
    CodeRow{305, "use_proxy",                   Outcome::failed},
    CodeRow{380, "alternative_service",         Outcome::failed},
    CodeRow{400, "bad_request",                 Outcome::failed},
    CodeRow{401, "unauthorized",                Outcome::failed},
    CodeRow{402, "payment_required",            Outcome::failed},
    CodeRow{403, "forbidden",                   Outcome::failed}, // the trunk's word, not the callee's
    CodeRow{404, "not_found",                   Outcome::failed, true},
    CodeRow{405, "method_not_allowed",          Outcome::failed},
    CodeRow{406, "not_acceptable",              Outcome::failed},
    CodeRow{407, "proxy_authentication_required", Outcome::failed},
    CodeRow{408, "request_timeout",             Outcome::no_answer},
    CodeRow{410, "gone",                        Outcome::failed, true},
    CodeRow{413, "request_entity_too_large",    Outcome::failed},
    CodeRow{414, "request_uri_too_long",        Outcome::failed},
    CodeRow{415, "unsupported_media_type",      Outcome::failed},
    CodeRow{416, "unsupported_uri_scheme",      Outcome::failed},
    CodeRow{420, "bad_extension",               Outcome::failed},
    CodeRow{421, "extension_required",          Outcome::failed},
    CodeRow{422, "session_interval_too_small",  Outcome::failed},
    CodeRow{423, "interval_too_brief",          Outcome::failed},
    CodeRow{428, "use_identity_header",         Outcome::failed},
    CodeRow{429, "provide_referrer_identity",   Outcome::failed},
    CodeRow{433, "anonymity_disallowed",        Outcome::failed},
    CodeRow{436, "bad_identity_info",           Outcome::failed},
    CodeRow{437, "unsupported_certificate",     Outcome::failed},
    CodeRow{438, "invalid_identity_header",     Outcome::failed},
    CodeRow{480, "temporarily_unavailable",     Outcome::no_answer},
    CodeRow{481, "call_does_not_exist",         Outcome::failed},
    CodeRow{482, "loop_detected",               Outcome::failed},
    CodeRow{483, "too_many_hops",               Outcome::failed},
    CodeRow{484, "address_incomplete",          Outcome::failed, true},
    CodeRow{485, "ambiguous",                   Outcome::failed},
    CodeRow{486, "busy_here",                   Outcome::busy},
    CodeRow{487, "request_terminated",          Outcome::no_answer},
    CodeRow{488, "not_acceptable_here",         Outcome::failed},
    CodeRow{491, "request_pending",             Outcome::failed},
    CodeRow{493, "undecipherable",              Outcome::failed},
    CodeRow{494, "security_agreement_required", Outcome::failed},
    CodeRow{500, "server_internal_error",       Outcome::failed},
    CodeRow{501, "not_implemented",             Outcome::failed},
    CodeRow{502, "bad_gateway",                 Outcome::failed},
    CodeRow{503, "service_unavailable",         Outcome::failed},
    CodeRow{504, "server_timeout",              Outcome::failed},
    CodeRow{505, "version_not_supported",       Outcome::failed},
    CodeRow{513, "message_too_large",           Outcome::failed},
    CodeRow{580, "precondition_failure",        Outcome::failed},
    CodeRow{600, "busy_everywhere",             Outcome::busy},
    CodeRow{603, "decline",                     Outcome::rejected},
    CodeRow{604, "does_not_exist_anywhere",     Outcome::failed, true},
    CodeRow{606, "not_acceptable",              Outcome::failed},
    CodeRow{607, "unwanted",                    Outcome::rejected},
    CodeRow{608, "rejected",                    Outcome::rejected},
};
// clang-format on

/// A cause of Q.850, as far as it may say more than a gateway's general code beside it (RFC 3398).
struct CauseRow {
    int cause;
    std::string_view slug;
    Outcome outcome;
    bool of_the_callee = true; ///< another trunk would hear the same
    bool permanent = false;
};

// clang-format off
inline constexpr std::array cause_rows{
    CauseRow{1,  "unallocated_number",       Outcome::failed,    true,  true},
    CauseRow{2,  "no_route_to_network",      Outcome::failed,    false},
    CauseRow{3,  "no_route_to_destination",  Outcome::failed,    false},
    CauseRow{17, "user_busy",                Outcome::busy},
    CauseRow{18, "no_user_responding",       Outcome::no_answer},
    CauseRow{19, "no_answer_from_user",      Outcome::no_answer},
    CauseRow{20, "subscriber_absent",        Outcome::no_answer},
    CauseRow{21, "call_rejected",            Outcome::rejected},
    CauseRow{22, "number_changed",           Outcome::failed,    true,  true},
    CauseRow{27, "destination_out_of_order", Outcome::failed},
    CauseRow{28, "invalid_number_format",    Outcome::failed,    true,  true},
    CauseRow{34, "no_circuit_available",     Outcome::failed,    false},
    CauseRow{38, "network_out_of_order",     Outcome::failed,    false},
    CauseRow{41, "temporary_failure",        Outcome::failed,    false},
    CauseRow{42, "switching_congestion",     Outcome::failed,    false},
    CauseRow{44, "channel_not_available",    Outcome::failed,    false},
    CauseRow{47, "resource_unavailable",     Outcome::failed,    false},
};

/// The codes that gateways say for many things. Others say what they mean.
inline constexpr std::array general_codes{403, 408, 480, 500, 502, 503, 504};
// clang-format on

/// An end without a final answer.
struct EndRow {
    Cause cause;
    Outcome outcome;
    std::string_view reason;
    std::string_view what;
};

// clang-format off
inline constexpr std::array end_rows{
    EndRow{Cause::cancelled, Outcome::no_answer, "ring_timeout",      "it rang for as long as the program lets it, and was cancelled"},
    EndRow{Cause::transport, Outcome::failed,    "trunk_unavailable", "the trunk could not be reached"},
    EndRow{Cause::timeout,   Outcome::failed,    "trunk_unavailable", "the trunk said nothing, or not the last word, for 32 s"},
    EndRow{Cause::media,     Outcome::failed,    "media_refused",     "it was answered with media that we cannot speak, and hung up"},
};
// clang-format on

/// How an answered call fails, whatever its flow was doing: always `failed`.
struct LostRow {
    std::string_view reason;
    std::string_view what;
};

// clang-format off
inline constexpr std::array lost_rows{
    LostRow{"srtp_failed",      "it was answered, its keys could not be used, and it was hung up"},
    LostRow{"no_rtp",           "nothing was heard of an answered call for as long as is set, and it was hung up"},
    LostRow{"session_expired",  "nobody refreshed an answered call's session, and it was hung up"},
    LostRow{"not_acknowledged", "a re-INVITE of theirs in an answered call got no ACK, and it was hung up"},
};
// clang-format on

/// What a code without a row of its own means is told by its class (RFC 3261, 8.1.3.2).
std::string_view slug_of_class(int code);

/// "sip_486_busy_here", "q850_17_user_busy".
std::string reason_of_code(int code, std::string_view slug);
std::string reason_of_cause(int cause, std::string_view slug);

} // namespace hatif::dialog
