#include "telephony/caller_fixture.hpp"

using namespace hatif;
using namespace hatif::telephony;
using namespace hatif::telephony::test;
using namespace std::chrono_literals;

namespace {

std::string reliable(int rseq) {
    return "Require: 100rel\r\nRSeq: " + std::to_string(rseq) + "\r\n";
}

int number_of(const Message& message) {
    return std::stoi(message.header("CSeq"));
}

/// RAck as RFC 3262, 7.2 writes it.
std::string rack(int rseq, const Message& invite) {
    return std::to_string(rseq) + ' ' + std::to_string(number_of(invite)) + " INVITE";
}

struct ReliableCaller : Caller {
    ReliableCaller() { settings.reliable_provisional = true; }
};

} // namespace

TEST_CASE("a reliable 18x is acknowledged by PRACK, in its order, and once (RFC 3262)",
          "[integration][telephony]") {
    ReliableCaller caller_side;
    auto& trunk = caller_side.trunk;
    const auto call = caller_side.place();
    const auto invite = trunk.expect("INVITE");
    CHECK_THAT(invite.header("Supported"), Catch::Contains("100rel"));
    const Answer first{.code = 183, .headers = reliable(5), .body = callee_sdp()};
    trunk.answer(invite, first);
    const auto prack = trunk.expect("PRACK");
    CHECK(prack.header("RAck") == rack(5, invite));
    CHECK_THAT(prack.header("To"), Catch::EndsWith("tag=callee"));
    CHECK(number_of(prack) == number_of(invite) + 1);
    CHECK(prack.request_uri() == "sip:callee@127.0.0.1:" + std::to_string(trunk.port()));
    trunk.answer(prack, {.code = 200});
    CHECK(caller_side.told() == "ringing 183");

    trunk.answer(invite, first);                                 // a repeat
    trunk.answer(invite, {.code = 181, .headers = reliable(7)}); // 6 is missing
    trunk.answer(invite, {.code = 180, .headers = reliable(6)});
    const auto second = trunk.expect("PRACK");
    CHECK(second.header("RAck") == rack(6, invite));
    trunk.answer(second, {.code = 200});
    CHECK(caller_side.told() == "ringing 180");

    trunk.answer(invite, {.code = 200});
    const auto ack = trunk.expect("ACK");
    CHECK(number_of(ack) == number_of(invite)); // the INVITE's, whatever went between
    CHECK(caller_side.told() == "answered, pcma to 127.0.0.1:4000 both ways, keys as 101");
    caller_side.bye(call);
    CHECK(number_of(trunk.expect("BYE")) > number_of(second));
}

TEST_CASE("a trunk that is not set for 100rel is offered none, and gets no PRACK",
          "[integration][telephony]") {
    Caller caller_side;
    auto& trunk = caller_side.trunk;
    caller_side.place();
    const auto invite = trunk.expect("INVITE");
    CHECK_THAT(invite.header("Supported"), !Catch::Contains("100rel"));
    trunk.answer(invite, {.code = 183, .headers = reliable(5), .body = callee_sdp()});
    CHECK(caller_side.told() == "ringing 183");
    trunk.answer(invite, {.code = 486});
    trunk.expect("ACK"); // and no PRACK before
}

TEST_CASE("every fork's answers are acknowledged in its own dialog", "[integration][telephony]") {
    ReliableCaller caller_side;
    auto& trunk = caller_side.trunk;
    caller_side.place();
    const auto invite = trunk.expect("INVITE");
    trunk.answer(invite, {.code = 183,
                          .tag = "one",
                          .headers = reliable(5) + "Record-Route: <sip:127.0.0.1:" +
                                     std::to_string(trunk.port()) + ";lr;one>\r\n",
                          .body = callee_sdp()});
    const auto one = trunk.expect("PRACK");
    CHECK_THAT(one.header("To"), Catch::EndsWith("tag=one"));
    CHECK_THAT(one.header("Route"), Catch::Contains(";lr;one>"));
    trunk.answer(one, {.code = 200});
    trunk.answer(
        invite,
        {.code = 183, .tag = "two", .headers = reliable(9), .body = callee_sdp("", 4'002, "0")});
    const auto two = trunk.expect("PRACK");
    CHECK_THAT(two.header("To"), Catch::EndsWith("tag=two"));
    CHECK(two.header("Route").empty());
    CHECK(two.header("RAck") == rack(9, invite));
    trunk.answer(two, {.code = 200});
    CHECK(caller_side.told() == "ringing 183");
    trunk.answer(invite, {.code = 200, .tag = "two"});
    CHECK_THAT(trunk.expect("ACK").header("To"), Catch::EndsWith("tag=two"));
    CHECK(caller_side.told() == "answered, pcmu to 127.0.0.1:4002 both ways");
    trunk.answer(invite, {.code = 180, .tag = "one", .headers = reliable(6)});
    trunk.ask(invite, {.method = "BYE", .tag = "two"});
    trunk.expect("SIP/2.0 200"); // nothing for the fork that lost
}

TEST_CASE("a challenge to our PRACK is answered", "[integration][telephony]") {
    ReliableCaller caller_side;
    caller_side.credentials = Credentials{"hatif", "secret"};
    auto& trunk = caller_side.trunk;
    caller_side.place();
    const auto invite = trunk.expect("INVITE");
    trunk.answer(invite, {.code = 183, .headers = reliable(1), .body = callee_sdp()});
    const auto first = trunk.expect("PRACK");
    const std::string challenge = "Proxy-Authenticate: Digest realm=\"r\", nonce=\"n\"\r\n";
    trunk.answer(first, {.code = 407, .headers = challenge});
    const auto second = trunk.expect("PRACK");
    CHECK(second.header("RAck") == first.header("RAck"));
    CHECK(number_of(second) == number_of(first) + 1);
    CHECK_FALSE(second.header("Proxy-Authorization").empty());
    trunk.answer(second, {.code = 407, .headers = challenge}); // and no third
    trunk.answer(invite, {.code = 200, .body = callee_sdp()});
    trunk.expect("ACK");
}

TEST_CASE("the SDP of an 18x is the answer when the 200 says none (RFC 3261, 13.2.1)",
          "[integration][telephony]") {
    Caller caller_side;
    auto& trunk = caller_side.trunk;
    caller_side.place();
    const auto invite = trunk.expect("INVITE");
    trunk.answer(invite, {.code = 183, .tag = "other", .body = callee_sdp("", 4'002)});
    trunk.answer(invite, {.code = 183, .body = callee_sdp("", 4'004)});
    CHECK(caller_side.told() == "ringing 183");
    SECTION("of its own fork") {
        trunk.answer(invite, {.code = 200});
        trunk.expect("ACK");
        CHECK(caller_side.told() == "answered, pcma to 127.0.0.1:4004 both ways, keys as 101");
    }
    SECTION("unless it says its own") {
        trunk.answer(invite, {.code = 200, .body = callee_sdp("", 4'006)});
        trunk.expect("ACK");
        CHECK(caller_side.told() == "answered, pcma to 127.0.0.1:4006 both ways, keys as 101");
    }
}

TEST_CASE("a callee may move its media before it answers, once our offer was answered (RFC 3311)",
          "[integration][telephony]") {
    ReliableCaller caller_side;
    auto& trunk = caller_side.trunk;
    caller_side.place();
    const auto invite = trunk.expect("INVITE");
    trunk.answer(invite, {.code = 183, .body = callee_sdp()});
    CHECK(caller_side.told() == "ringing 183");
    trunk.ask(invite, {.method = "UPDATE", .cseq = 1, .body = callee_sdp("", 4'008)});
    trunk.expect("SIP/2.0 491");
    trunk.answer(invite, {.code = 183, .headers = reliable(1), .body = callee_sdp()});
    trunk.answer(trunk.expect("PRACK"), {.code = 200});
    trunk.ask(invite, {.method = "UPDATE", .cseq = 2, .body = callee_sdp("", 4'008, "3")});
    trunk.expect("SIP/2.0 488");
    trunk.ask(invite, {.method = "UPDATE", .cseq = 3, .body = callee_sdp("", 4'008)});
    const auto moved = trunk.expect("SIP/2.0 200").body();
    CHECK_THAT(moved, Catch::Contains("m=audio 10000 RTP/AVP 8 101"));
    CHECK_THAT(moved, Catch::Contains(" 2 IN IP4 ")); // one more than our offer's (RFC 3264, 8)
    trunk.ask(invite, {.method = "UPDATE", .cseq = 4});
    CHECK(trunk.expect("SIP/2.0 200").body().empty());
    trunk.answer(invite, {.code = 200});
    trunk.expect("ACK");
    CHECK(caller_side.told() == "answered, pcma to 127.0.0.1:4008 both ways, keys as 101");
}

TEST_CASE("what has no place in an early dialog is refused", "[integration][telephony]") {
    Caller caller_side;
    auto& trunk = caller_side.trunk;
    caller_side.place();
    const auto invite = trunk.expect("INVITE");
    trunk.answer(invite, {.code = 180});
    CHECK(caller_side.told() == "ringing 180");
    trunk.ask(invite, {.method = "BYE", .cseq = 1});
    trunk.expect("SIP/2.0 481");
    trunk.ask(invite, {.method = "INVITE", .cseq = 2, .body = callee_sdp()});
    trunk.expect("SIP/2.0 481");
    trunk.ask(invite, {.method = "OPTIONS", .cseq = 3});
    trunk.expect("SIP/2.0 200");
    trunk.answer(invite, {.code = 486});
    CHECK(caller_side.told() == "refused busy sip_486_busy_here");
}
