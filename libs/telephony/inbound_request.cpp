#include "telephony/inbound_request.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace hatif::telephony {

namespace {

InboundAnswer reply(int code) {
    return {InboundAnswer::Deed::reply, code};
}

/// Methods that make sense within a dialog only.
bool needs_dialog(std::string_view method) {
    constexpr std::array methods{"BYE", "CANCEL", "INFO", "NOTIFY", "PRACK", "UPDATE"};
    return std::ranges::find(methods, method) != methods.end();
}

InboundAnswer answer_to_invite(const InboundRequest& request) {
    if (request.is_call_alive) return reply(482); // merged or looped (RFC 3261, 8.2.2.2)
    if (!request.has_contact) return reply(400);
    if (request.is_body_encoded) return reply(415);
    const bool has_other_body =
        !request.body_type.empty() && request.body_type != "application/sdp";
    if (has_other_body && !request.is_body_optional) return reply(415);
    if (!request.accepts_sdp) return reply(406);
    if (request.is_closed) return reply(503);
    return {InboundAnswer::Deed::take};
}

} // namespace

InboundAnswer answer_to(const InboundRequest& request) {
    if (!request.is_of_trunk || request.method == "ACK") return {};
    if (!request.is_known_method) return reply(501);
    if (request.scheme != "sip" && request.scheme != "sips") return reply(416);
    const bool is_options = request.method == "OPTIONS" && !request.is_in_dialog;
    if (request.hops_left == 0 && !is_options) return reply(483);
    if (request.is_in_dialog || needs_dialog(request.method)) return reply(481);
    if (!is_options && request.method != "INVITE") return reply(405);
    if (request.requires_unknown) return reply(420);
    if (is_options) return reply(request.is_closed ? 503 : 200);
    return answer_to_invite(request);
}

} // namespace hatif::telephony
