#include "telephony/inbound_request.hpp"

#include <catch2/catch.hpp>

using namespace hatif::telephony;

namespace {

using Deed = InboundAnswer::Deed;

InboundAnswer code(int value) {
    return {Deed::reply, value};
}

} // namespace

TEST_CASE("an INVITE from a trunk is taken", "[telephony][inbound]") {
    CHECK(answer_to({}) == InboundAnswer{Deed::take});
    CHECK(answer_to({.body_type = "application/sdp"}) == InboundAnswer{Deed::take});
    CHECK(answer_to({.scheme = "sips"}) == InboundAnswer{Deed::take});
}

TEST_CASE("strangers get nothing, whatever they ask", "[telephony][inbound]") {
    const auto* const method = GENERATE("INVITE", "OPTIONS", "BYE", "REGISTER", "ACK", "NONSENSE");
    CHECK(answer_to({.method = method, .is_of_trunk = false}) == InboundAnswer{});
    CHECK(answer_to({.method = method, .is_of_trunk = false, .scheme = "soap"}) == InboundAnswer{});
}

TEST_CASE("an ACK is never answered (RFC 3261, 17)", "[telephony][inbound]") {
    CHECK(answer_to({.method = "ACK"}) == InboundAnswer{});
    CHECK(answer_to({.method = "ACK", .hops_left = 0}) == InboundAnswer{});
}

TEST_CASE("OPTIONS is answered as an INVITE would be (RFC 3261, 11.2)", "[telephony][inbound]") {
    CHECK(answer_to({.method = "OPTIONS"}) == code(200));
    CHECK(answer_to({.method = "OPTIONS", .is_closed = true}) == code(503));
    CHECK(answer_to({.method = "OPTIONS", .requires_unknown = true}) == code(420));
    CHECK(answer_to({.method = "OPTIONS", .hops_left = 0}) == code(200));
    CHECK(answer_to({.method = "OPTIONS", .is_in_dialog = true}) == code(481));
}

TEST_CASE("methods that need a dialog have none here", "[telephony][inbound]") {
    const auto* const method = GENERATE("BYE", "CANCEL", "INFO", "NOTIFY", "PRACK", "UPDATE");
    CHECK(answer_to({.method = method}) == code(481));
    CHECK(answer_to({.is_in_dialog = true}) == code(481));
}

TEST_CASE("methods that we do not speak are 405, those nobody speaks 501", "[telephony][inbound]") {
    const auto* const method = GENERATE("REGISTER", "SUBSCRIBE", "MESSAGE", "PUBLISH", "REFER");
    CHECK(answer_to({.method = method}) == code(405));
    CHECK(answer_to({.method = "NEWMETHOD", .is_known_method = false}) == code(501));
}

TEST_CASE("an INVITE is refused by what is wrong with it", "[telephony][inbound]") {
    CHECK(answer_to({.scheme = "tel"}) == code(416));
    CHECK(answer_to({.hops_left = 0}) == code(483));
    CHECK(answer_to({.requires_unknown = true}) == code(420));
    CHECK(answer_to({.has_contact = false}) == code(400));
    CHECK(answer_to({.accepts_sdp = false}) == code(406));
    CHECK(answer_to({.body_type = "text/plain"}) == code(415));
    CHECK(answer_to({.body_type = "application/sdp", .is_body_encoded = true}) == code(415));
    CHECK(answer_to({.is_call_alive = true}) == code(482));
    CHECK(answer_to({.is_closed = true}) == code(503));
}

TEST_CASE("a body that may be passed over is (RFC 3261, 20.11)", "[telephony][inbound]") {
    CHECK(answer_to({.body_type = "text/plain", .is_body_optional = true}) ==
          InboundAnswer{Deed::take});
}
