#include "telephony/caller_fixture.hpp"

using namespace hatif;
using namespace hatif::telephony;
using namespace hatif::telephony::test;
using namespace std::chrono_literals;

namespace {

std::string plain(const std::string& method,
                  const ScriptedPeer& from,
                  std::uint16_t port,
                  const std::string& to_tag = "") {
    const auto at = from.address() + ':' + std::to_string(from.port());
    return method + " sip:x@127.0.0.1:" + std::to_string(port) + " SIP/2.0\r\nVia: SIP/2.0/UDP " +
           at + ";branch=z9hG4bK" + method + "\r\nFrom: <sip:y@" + at +
           ">;tag=f\r\nTo: <sip:x@127.0.0.1>" + to_tag + "\r\nCall-ID: " + method + to_tag + "@" +
           at + "\r\nCSeq: 1 " + method + "\r\nMax-Forwards: 70\r\nContact: <sip:y@" + at +
           ">\r\nContent-Length: 0\r\n\r\n";
}

} // namespace

TEST_CASE("hold and resume by re-INVITE are answered and told", "[telephony][reinvite]") {
    Caller caller_side;
    caller_side.place();
    const auto request = caller_side.answered();

    caller_side.trunk.ask(request,
                          {.method = "INVITE", .cseq = 1, .body = callee_sdp("a=sendonly\r\n")});
    const auto held = caller_side.trunk.expect("SIP/2.0 200");
    CHECK_THAT(held.body(), Catch::EndsWith("a=recvonly\r\n"));
    CHECK_THAT(held.body(), Catch::Contains("o=- 1 2 IN IP4")); // another version of our session
    caller_side.trunk.ask(request, {.method = "ACK", .cseq = 1});
    CHECK(caller_side.told() == "media changed, pcma to 127.0.0.1:4000 receive only, keys as 101");

    caller_side.trunk.ask(request,
                          {.method = "INVITE", .cseq = 2, .body = callee_sdp("", 4'002, "0")});
    CHECK_THAT(caller_side.trunk.expect("SIP/2.0 200").body(),
               Catch::Contains("m=audio 10000 RTP/AVP 0\r\n"));
    caller_side.trunk.ask(request, {.method = "ACK", .cseq = 2});
    CHECK(caller_side.told() == "media changed, pcmu to 127.0.0.1:4002 both ways");
}

TEST_CASE("a refresh that changes nothing is answered and not told", "[telephony][reinvite]") {
    Caller caller_side;
    caller_side.place();
    const auto request = caller_side.answered();
    for (int cseq = 1; cseq < 4; ++cseq) {
        caller_side.trunk.ask(request, {.method = "INVITE", .cseq = cseq, .body = callee_sdp()});
        CHECK_THAT(caller_side.trunk.expect("SIP/2.0 200").body(),
                   Catch::Contains("o=- 1 2 IN IP4"));
        caller_side.trunk.ask(request, {.method = "ACK", .cseq = cseq});
    }
    caller_side.trunk.ask(request, {.method = "BYE", .cseq = 9});
    caller_side.trunk.expect("SIP/2.0 200");
    CHECK(caller_side.told() == "ended by remote");
}

TEST_CASE("a re-INVITE without an offer gets ours, and its ACK is the answer",
          "[telephony][reinvite]") {
    Caller caller_side;
    caller_side.place();
    const auto request = caller_side.answered();
    caller_side.trunk.ask(request, {.method = "INVITE", .cseq = 1});
    CHECK_THAT(caller_side.trunk.expect("SIP/2.0 200").body(),
               Catch::Contains("m=audio 10000 RTP/AVP 8 0 101"));
    caller_side.trunk.ask(request, {.method = "ACK", .cseq = 1, .body = callee_sdp("", 4'004)});
    CHECK(caller_side.told() == "media changed, pcma to 127.0.0.1:4004 both ways, keys as 101");
}

TEST_CASE("an offer that we cannot take is refused, and the call goes on",
          "[telephony][reinvite]") {
    Caller caller_side;
    caller_side.place();
    const auto request = caller_side.answered();
    caller_side.trunk.ask(request,
                          {.method = "INVITE", .cseq = 1, .body = callee_sdp("", 4'000, "18")});
    caller_side.trunk.expect("SIP/2.0 488");
    caller_side.trunk.ask(request, {.method = "OPTIONS", .cseq = 2});
    caller_side.trunk.expect("SIP/2.0 200");
    CHECK(caller_side.alive() == 1);
}

TEST_CASE("an offer that requires what we do not know is refused by its name",
          "[telephony][reinvite]") {
    Caller caller_side;
    caller_side.place();
    const auto request = caller_side.answered();
    caller_side.trunk.ask(request, {.method = "INVITE",
                                    .cseq = 1,
                                    .headers = "Require: precondition\r\n",
                                    .body = callee_sdp()});
    const auto refusal = caller_side.trunk.expect("SIP/2.0 420");
    CHECK(refusal.header("Unsupported") == "precondition");
}

TEST_CASE("UPDATE, INFO, OPTIONS and the unknown are answered in the dialog",
          "[telephony][requests]") {
    Caller caller_side;
    caller_side.place();
    const auto request = caller_side.answered();
    caller_side.trunk.ask(request, {.method = "INFO", .cseq = 1});
    caller_side.trunk.expect("SIP/2.0 200");
    caller_side.trunk.ask(request, {.method = "UPDATE", .cseq = 2});
    caller_side.trunk.expect("SIP/2.0 200");
    caller_side.trunk.ask(request,
                          {.method = "UPDATE", .cseq = 3, .body = callee_sdp("a=inactive\r\n")});
    CHECK_THAT(caller_side.trunk.expect("SIP/2.0 200").body(), Catch::EndsWith("a=inactive\r\n"));
    CHECK(caller_side.told() == "media changed, pcma to 127.0.0.1:4000 on hold, keys as 101");
    caller_side.trunk.ask(request, {.method = "REFER", .cseq = 4});
    CHECK_THAT(caller_side.trunk.expect("SIP/2.0 405").header("Allow"), Catch::Contains("INVITE"));
}

TEST_CASE("hold as it was before `sendonly`, to 0.0.0.0, is hold", "[integration][telephony]") {
    Caller caller_side;
    caller_side.place();
    const auto request = caller_side.answered();
    auto body = callee_sdp("");
    body.replace(body.find("c=IN IP4 127.0.0.1"), 18, "c=IN IP4 0.0.0.0");
    caller_side.trunk.ask(request, {.method = "INVITE", .cseq = 1, .body = body});
    CHECK_THAT(caller_side.trunk.expect("SIP/2.0 200").body(), Catch::EndsWith("a=recvonly\r\n"));
    CHECK(caller_side.told() == "media changed, pcma to 0.0.0.0:4000 receive only, keys as 101");
}

TEST_CASE("a trunk's requests outside of a dialog are answered", "[telephony][stray]") {
    Caller caller_side;
    caller_side.on_thread([&] { caller_side.calls.set_trunks({caller_side.invite().trunk}); });
    const auto us = loopback("127.0.0.1", caller_side.port);
    const auto [method, to_tag, expected] = GENERATE(table<std::string, std::string, std::string>({
        {"OPTIONS", "", "SIP/2.0 200"},
        {"BYE", ";tag=unknown", "SIP/2.0 481"},
        {"INVITE", ";tag=unknown", "SIP/2.0 481"},
        {"REGISTER", "", "SIP/2.0 405"},
    }));
    caller_side.trunk.send(plain(method, caller_side.trunk, caller_side.port, to_tag), us);
    caller_side.trunk.expect(expected);
}

TEST_CASE("who is no trunk is not answered, not even when malformed", "[telephony][stray]") {
    Caller caller_side;
    caller_side.on_thread([&] { caller_side.calls.set_trunks({caller_side.invite().trunk}); });
    const auto us = loopback("127.0.0.1", caller_side.port);
    ScriptedPeer stranger{"127.0.0.9"};
    stranger.send(plain("OPTIONS", stranger, caller_side.port), us);
    stranger.send(plain("INVITE", stranger, caller_side.port), us);
    stranger.send("OPTIONS sip:x SIP/7.0\r\n\r\n", us);
    // The trunk is heard after the stranger was.
    caller_side.trunk.send(plain("OPTIONS", caller_side.trunk, caller_side.port), us);
    caller_side.trunk.expect("SIP/2.0 200");
    CHECK(stranger.next(0ms).text.empty());
    caller_side.on_thread([&] { CHECK(caller_side.calls.counts().dropped_packets == 3); });
}

TEST_CASE("an answer to a call that nobody remembers is hung up", "[telephony][stray]") {
    Message invite;
    ScriptedPeer trunk;
    {
        Caller before;
        auto call = before.invite();
        call.trunk.port = trunk.port();
        before.place(call);
        invite = trunk.expect("INVITE");
    } // a worker that died
    Caller after;
    auto same_address = invite;
    same_address.from = loopback("127.0.0.1", after.port);
    after.on_thread([&] { after.calls.set_trunks({after.invite().trunk}); });
    trunk.answer(same_address, {.code = 200, .body = callee_sdp()});
    trunk.expect("ACK");
    trunk.expect("BYE");
}
