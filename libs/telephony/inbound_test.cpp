#include "telephony/inbound_fixture.hpp"

using namespace hatif;
using namespace hatif::telephony;
using namespace hatif::telephony::test;
using namespace std::chrono_literals;

TEST_CASE("a call that comes is asked about, taken, acknowledged and hung up by us",
          "[telephony][inbound]") {
    Callee callee;
    callee.ring();
    callee.trunk.expect("SIP/2.0 100");
    const auto call = callee.call();
    callee.on_thread([&] { callee.calls.accept(call, callee.media); });
    const auto answer = callee.trunk.expect("SIP/2.0 200");
    CHECK_THAT(answer.header("To"), Catch::Contains(";tag="));
    CHECK(answer.header("Contact") ==
          "<sip:" + our_number + "@127.0.0.1:" + std::to_string(callee.port) + ">");
    CHECK_THAT(answer.header("Allow"), Catch::Contains("BYE"));
    CHECK_THAT(answer.header("Supported"), Catch::Contains("timer"));
    CHECK_THAT(answer.body(), Catch::Contains("m=audio 10000 RTP/AVP 8 101"));
    CHECK_FALSE(callee.has_more_to_tell()); // not before the ACK
    callee.acknowledge(answer);
    CHECK_THAT(callee.told(), Catch::StartsWith("answered, pcma to 127.0.0.1:4000 both ways"));

    callee.hang_up();
    const auto bye = callee.trunk.expect("BYE");
    CHECK(bye.header("From") == answer.header("To"));
    CHECK(bye.header("To") == answer.header("From"));
    CHECK_THAT(bye.request_uri(), Catch::StartsWith("sip:gw@127.0.0.1"));
    CHECK_THAT(callee.told(), Catch::StartsWith("ended by local"));
    callee.trunk.answer(bye, {.code = 200});
    CHECK(callee.comes_to_rest());
    REQUIRE(callee.asked.size() == 1);
    CHECK(callee.asked.front().to == our_number);
    CHECK(callee.asked.front().from == their_number);
    CHECK(callee.asked.front().call_id == "one@trunk");
    CHECK(callee.asked.front().trunk == callee.settings.id);
}

TEST_CASE("their BYE ends a call that came", "[telephony][inbound]") {
    Callee callee;
    const auto answer = callee.answered();
    callee.ask(answer,
               {.headers = "Reason: Q.850;cause=16\r\n", .body = "", .method = "BYE", .cseq = 2});
    callee.trunk.expect("SIP/2.0 200");
    CHECK(callee.told() == "ended by remote cause 16");
    CHECK(callee.comes_to_rest());
}

TEST_CASE("a caller that gives up is answered by 487 and told", "[telephony][inbound]") {
    Callee callee;
    callee.ring();
    callee.trunk.expect("SIP/2.0 100");
    callee.cancel();
    const auto one = callee.trunk.next(8s);
    const auto other = callee.trunk.next(8s);
    CHECK((one.is("SIP/2.0 200") || one.is("SIP/2.0 487")));
    CHECK((other.is("SIP/2.0 200") || other.is("SIP/2.0 487")));
    CHECK(callee.told() == "refused no_answer sip_487_request_terminated");
    CHECK(callee.comes_to_rest());
}

TEST_CASE("an INVITE that is repeated is one call", "[telephony][inbound]") {
    Callee callee;
    callee.take_at_once();
    callee.ring();
    callee.trunk.expect("SIP/2.0 100");
    const auto answer = callee.trunk.expect("SIP/2.0 200");
    callee.ring();
    callee.trunk.expect_again(answer);
    callee.acknowledge(answer);
    CHECK_THAT(callee.told(), Catch::StartsWith("answered"));
    callee.on_thread([&] { CHECK(callee.asked.size() == 1); });
}

TEST_CASE("an INVITE that came over two ways is one call (RFC 3261, 8.2.2.2)",
          "[telephony][inbound]") {
    Callee callee;
    callee.ring();
    callee.trunk.expect("SIP/2.0 100");
    callee.ring({.branch = "z9hG4bKother"});
    callee.trunk.expect("SIP/2.0 482");
    callee.on_thread([&] { CHECK(callee.asked.size() == 1); });
}

TEST_CASE("an INVITE without an offer gets ours, and its ACK is the answer",
          "[telephony][inbound]") {
    Callee callee;
    callee.take_at_once();
    callee.ring({.body = ""});
    callee.trunk.expect("SIP/2.0 100");
    const auto answer = callee.trunk.expect("SIP/2.0 200");
    CHECK_THAT(answer.body(), Catch::Contains("m=audio 10000 RTP/AVP 8 0 101"));
    SECTION("that we can speak") {
        callee.acknowledge(answer, callee_sdp("", 4'004));
        CHECK_THAT(callee.told(), Catch::StartsWith("answered, pcma to 127.0.0.1:4004"));
    }
    SECTION("that we cannot speak, or that is missing") {
        callee.acknowledge(answer, GENERATE(std::string{}, callee_sdp("", 4'000, "18")));
        callee.trunk.answer(callee.trunk.expect("BYE"), {.code = 200});
        CHECK(callee.told() == "refused failed media_refused");
        CHECK(callee.comes_to_rest());
    }
}

TEST_CASE("an offer that we cannot speak is refused with 488, and told", "[telephony][inbound]") {
    Callee callee;
    callee.take_at_once();
    callee.ring({.body = GENERATE(callee_sdp("", 4'000, "18"), std::string{"nonsense"})});
    callee.trunk.expect("SIP/2.0 100");
    callee.trunk.expect("SIP/2.0 488");
    CHECK(callee.told() == "refused failed media_refused");
    CHECK(callee.comes_to_rest());
}

TEST_CASE("a call that is refused is told nothing of", "[telephony][inbound]") {
    Callee callee;
    callee.listen([&](CallRef call) { callee.calls.refuse(call, 404); });
    callee.ring();
    callee.trunk.expect("SIP/2.0 100");
    callee.acknowledge(callee.trunk.expect("SIP/2.0 404"));
    CHECK(callee.comes_to_rest());
    CHECK_FALSE(callee.has_more_to_tell());
}

TEST_CASE("a call that nobody wants to hear of is refused with 480", "[telephony][inbound]") {
    Callee callee;
    callee.on_thread(
        [&] { callee.calls.on_incoming([](CallRef, const IncomingCall&) { return nullptr; }); });
    callee.ring();
    callee.trunk.expect("SIP/2.0 100");
    callee.trunk.expect("SIP/2.0 480");
    CHECK(callee.comes_to_rest());
}

TEST_CASE("hanging up what was not taken refuses it by its cause", "[telephony][inbound]") {
    Callee callee;
    callee.ring();
    callee.trunk.expect("SIP/2.0 100");
    callee.hang_up(17);
    callee.trunk.expect("SIP/2.0 486");
    CHECK(callee.told() == "refused busy sip_486_busy_here");
    CHECK(callee.comes_to_rest());
}

TEST_CASE("a call that is not decided on rings, and is refused in the end",
          "[telephony][inbound]") {
    Callee callee{500ms};
    callee.ring();
    callee.trunk.expect("SIP/2.0 100");
    callee.trunk.expect("SIP/2.0 180");
    callee.trunk.expect("SIP/2.0 480");
    CHECK(callee.told() == "refused no_answer sip_480_temporarily_unavailable");
    CHECK(callee.comes_to_rest());
}

TEST_CASE("an answer that is never acknowledged is repeated, then hung up",
          "[telephony][inbound]") {
    Callee callee{1'500ms};
    callee.take_at_once();
    callee.ring();
    callee.trunk.expect("SIP/2.0 100");
    const auto answer = callee.trunk.expect("SIP/2.0 200");
    callee.trunk.expect_again(answer);
    callee.trunk.answer(callee.trunk.expect("BYE"), {.code = 200});
    CHECK(callee.told() == "refused failed trunk_unavailable");
    CHECK(callee.comes_to_rest());
}

TEST_CASE("a caller that leaves before its ACK is let go", "[telephony][inbound]") {
    Callee callee;
    callee.take_at_once();
    callee.ring();
    callee.trunk.expect("SIP/2.0 100");
    const auto answer = callee.trunk.expect("SIP/2.0 200");
    callee.ask(answer, {.body = "", .method = "BYE", .cseq = 2});
    CHECK(callee.told() == "refused no_answer sip_487_request_terminated");
    CHECK(callee.comes_to_rest());
}

TEST_CASE("our hang-up waits for the ACK", "[telephony][inbound]") {
    Callee callee;
    callee.take_at_once();
    callee.ring();
    callee.trunk.expect("SIP/2.0 100");
    const auto answer = callee.trunk.expect("SIP/2.0 200");
    callee.hang_up();
    CHECK(callee.told() == "refused no_answer sip_480_temporarily_unavailable");
    CHECK(callee.trunk.next(100ms).text.empty());
    callee.acknowledge(answer);
    callee.trunk.answer(callee.trunk.expect("BYE"), {.code = 200});
    CHECK(callee.comes_to_rest());
}

TEST_CASE("an interval that the caller wishes is kept (RFC 4028)", "[telephony][inbound]") {
    Callee callee;
    callee.take_at_once();
    callee.ring({.headers = "Supported: timer\r\nSession-Expires: 1800;refresher=uac\r\n"});
    callee.trunk.expect("SIP/2.0 100");
    const auto answer = callee.trunk.expect("SIP/2.0 200");
    CHECK(answer.header("Session-Expires") == "1800;refresher=uac");
    CHECK(answer.header("Require") == "timer");
}

TEST_CASE("an interval that is too short is refused with the shortest", "[telephony][inbound]") {
    Callee callee;
    callee.ring({.headers = "Supported: timer\r\nSession-Expires: 30\r\n"});
    CHECK(callee.trunk.expect("SIP/2.0 422").header("Min-SE") == "90");
    CHECK(callee.comes_to_rest());
}

TEST_CASE("who calls is what the trunk asserts (RFC 3325)", "[telephony][inbound]") {
    Callee callee;
    const auto [header, number] = GENERATE(table<std::string, std::string>({
        {"P-Asserted-Identity: \"Bob\" <sip:+212611111111;npdi@example.com;user=phone>\r\n",
         "+212611111111"},
        {"P-Asserted-Identity: <tel:+212622222222>\r\n", "+212622222222"},
        {"P-Asserted-Identity: <sip:%2B212633333333@x>, <tel:+1>\r\n", "+212633333333"},
        {"P-Asserted-Identity: nonsense\r\n", their_number},
        {"", their_number},
    }));
    callee.ring({.headers = header});
    callee.trunk.expect("SIP/2.0 100");
    callee.on_thread([&, &wanted = number] { CHECK(callee.asked.at(0).from == wanted); });
}

TEST_CASE("hold, keys and resume work in a call that came", "[telephony][inbound]") {
    Callee callee;
    const auto answer = callee.answered();
    callee.ask(answer, {.body = callee_sdp("a=sendonly\r\n"), .cseq = 2});
    CHECK_THAT(callee.trunk.expect("SIP/2.0 200").body(), Catch::Contains("a=recvonly"));
    CHECK_THAT(callee.told(), Catch::Contains("receive only"));
    callee.ask(answer, {.body = "", .method = "ACK", .cseq = 2});
    callee.ask(answer, {.body = callee_sdp(), .cseq = 3});
    CHECK_THAT(callee.trunk.expect("SIP/2.0 200").body(), Catch::Contains("a=sendrecv"));
    CHECK_THAT(callee.told(), Catch::Contains("both ways"));
}

TEST_CASE("a trunk that encrypts is answered with keys", "[telephony][inbound]") {
    Callee callee;
    callee.change([](Trunk& trunk) { trunk.srtp = true; });
    callee.take_at_once();
    callee.ring(); // in clear
    callee.trunk.expect("SIP/2.0 100");
    callee.trunk.expect("SIP/2.0 488");
}

TEST_CASE("a thousand callers that come and go in any way leave nothing behind",
          "[telephony][inbound][law]") {
    Callee callee{400ms};
    callee.listen([&](CallRef call) {
        if (call.value() % 3 == 0) callee.calls.accept(call, callee.media);
        if (call.value() % 3 == 1) callee.calls.refuse(call, 486);
    });
    for (int i = 0; i < 1'000; ++i) {
        const auto id = std::to_string(i);
        callee.ring({.call_id = id + "@trunk", .branch = "z9hG4bKi" + id});
        if (i % 4 == 0) {
            callee.ring({.call_id = id + "@trunk",
                         .branch = "z9hG4bKi" + id,
                         .body = "",
                         .method = "CANCEL"});
        }
    }
    CHECK(callee.comes_to_rest());
}
