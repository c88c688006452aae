#include "dialog/final_code.hpp"

#include <algorithm>
#include <array>

namespace hatif::dialog {

namespace {

struct Row {
    int code;
    std::string_view slug;
    Outcome outcome;
};

// RFC 3261 section 21, RFC 8197 (607), RFC 8688 (608) and what else IANA's registry names.
// clang-format off
constexpr std::array rows{
    Row{300, "multiple_choices",            Outcome::failed},
    Row{301, "moved_permanently",           Outcome::failed},
    Row{302, "moved_temporarily",           Outcome::failed}, // a redirect is not followed: toll fraud
    Row{305, "use_proxy",                   Outcome::failed},
    Row{380, "alternative_service",         Outcome::failed},
    Row{400, "bad_request",                 Outcome::failed},
    Row{401, "unauthorized",                Outcome::failed},
    Row{402, "payment_required",            Outcome::failed},
    Row{403, "forbidden",                   Outcome::failed}, // the trunk's word, not the callee's
    Row{404, "not_found",                   Outcome::failed},
    Row{405, "method_not_allowed",          Outcome::failed},
    Row{406, "not_acceptable",              Outcome::failed},
    Row{407, "proxy_authentication_required", Outcome::failed},
    Row{408, "request_timeout",             Outcome::no_answer},
    Row{410, "gone",                        Outcome::failed},
    Row{413, "request_entity_too_large",    Outcome::failed},
    Row{414, "request_uri_too_long",        Outcome::failed},
    Row{415, "unsupported_media_type",      Outcome::failed},
    Row{416, "unsupported_uri_scheme",      Outcome::failed},
    Row{420, "bad_extension",               Outcome::failed},
    Row{421, "extension_required",          Outcome::failed},
    Row{422, "session_interval_too_small",  Outcome::failed},
    Row{423, "interval_too_brief",          Outcome::failed},
    Row{428, "use_identity_header",         Outcome::failed},
    Row{429, "provide_referrer_identity",   Outcome::failed},
    Row{433, "anonymity_disallowed",        Outcome::failed},
    Row{436, "bad_identity_info",           Outcome::failed},
    Row{437, "unsupported_certificate",     Outcome::failed},
    Row{438, "invalid_identity_header",     Outcome::failed},
    Row{480, "temporarily_unavailable",     Outcome::no_answer},
    Row{481, "call_does_not_exist",         Outcome::failed},
    Row{482, "loop_detected",               Outcome::failed},
    Row{483, "too_many_hops",               Outcome::failed},
    Row{484, "address_incomplete",          Outcome::failed},
    Row{485, "ambiguous",                   Outcome::failed},
    Row{486, "busy_here",                   Outcome::busy},
    Row{487, "request_terminated",          Outcome::no_answer},
    Row{488, "not_acceptable_here",         Outcome::failed},
    Row{491, "request_pending",             Outcome::failed},
    Row{493, "undecipherable",              Outcome::failed},
    Row{494, "security_agreement_required", Outcome::failed},
    Row{500, "server_internal_error",       Outcome::failed},
    Row{501, "not_implemented",             Outcome::failed},
    Row{502, "bad_gateway",                 Outcome::failed},
    Row{503, "service_unavailable",         Outcome::failed},
    Row{504, "server_timeout",              Outcome::failed},
    Row{505, "version_not_supported",       Outcome::failed},
    Row{513, "message_too_large",           Outcome::failed},
    Row{580, "precondition_failure",        Outcome::failed},
    Row{600, "busy_everywhere",             Outcome::busy},
    Row{603, "decline",                     Outcome::rejected},
    Row{604, "does_not_exist_anywhere",     Outcome::failed},
    Row{606, "not_acceptable",              Outcome::failed},
    Row{607, "unwanted",                    Outcome::rejected},
    Row{608, "rejected",                    Outcome::rejected},
};
// clang-format on

/// What a code without a row of its own means is told by its class (RFC 3261, 8.1.3.2).
std::string_view slug_of_class(int code) {
    switch (code / 100) {
    case 3:
        return "redirection";
    case 4:
        return "request_failure";
    case 5:
        return "server_failure";
    case 6:
        return "global_failure";
    default:
        return "unknown";
    }
}

} // namespace

std::string_view to_string(Outcome outcome) {
    switch (outcome) {
    case Outcome::busy:
        return "busy";
    case Outcome::rejected:
        return "rejected";
    case Outcome::no_answer:
        return "no_answer";
    case Outcome::failed:
        break;
    }
    return "failed";
}

std::ostream& operator<<(std::ostream& out, Outcome outcome) {
    return out << to_string(outcome);
}

bool Refusal::may_try_another_trunk() const {
    if (rang) return false;
    return cause == Cause::transport || (cause == Cause::response && code >= 500 && code <= 599);
}

DialResult result_of_code(int code) {
    const auto row = std::ranges::lower_bound(rows, code, {}, &Row::code);
    const bool known = row != rows.end() && row->code == code;
    const auto slug = known ? row->slug : slug_of_class(code);
    return {known ? row->outcome : Outcome::failed,
            "sip_" + std::to_string(code) + '_' + std::string{slug}};
}

DialResult result_of(const Refusal& refusal) {
    switch (refusal.cause) {
    case Cause::cancelled:
        return {Outcome::no_answer, "ring_timeout"};
    case Cause::transport:
    case Cause::timeout:
        return {Outcome::failed, "trunk_unavailable"};
    case Cause::media:
        return {Outcome::failed, "media_refused"};
    case Cause::response:
        break;
    }
    return result_of_code(refusal.code);
}

} // namespace hatif::dialog
