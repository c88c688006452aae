#include "telephony/caller_fixture.hpp"

using namespace hatif;
using namespace hatif::telephony;
using namespace hatif::telephony::test;
using namespace std::chrono_literals;

TEST_CASE("an INVITE names the attempt, both numbers and our media", "[telephony][invite]") {
    Caller caller_side;
    const auto invite = caller_side.invite();
    caller_side.place(invite);
    const auto request = caller_side.trunk.expect("INVITE");
    CHECK(request.request_uri() ==
          "sip:" + callee + "@127.0.0.1:" + std::to_string(caller_side.trunk.port()));
    CHECK(request.header("Call-ID") == invite.attempt.value().to_string() + "@hatif");
    CHECK_THAT(request.header("From"), Catch::StartsWith("<sip:" + caller + "@127.0.0.1>;tag="));
    CHECK(request.header("Contact") ==
          "<sip:" + caller + "@127.0.0.1:" + std::to_string(caller_side.port) + ">");
    CHECK(request.header("Content-Type") == "application/sdp");
    CHECK_THAT(request.body(), Catch::Contains("m=audio 10000 RTP/AVP 8 0 101"));
}

TEST_CASE("a call rings, is answered, and is hung up by us", "[telephony][call]") {
    Caller caller_side;
    const auto call = caller_side.place();
    const auto request = caller_side.trunk.expect("INVITE");
    caller_side.trunk.answer(request, {.code = 100});
    caller_side.trunk.answer(request, {.code = 180});
    CHECK(caller_side.told() == "ringing 180");
    caller_side.trunk.answer(request, {.code = 183, .body = callee_sdp()});
    CHECK(caller_side.told() == "ringing 183");
    caller_side.trunk.answer(request, {.code = 200, .body = callee_sdp()});
    const auto ack = caller_side.trunk.expect("ACK");
    CHECK(ack.header("CSeq") ==
          request.header("CSeq").substr(0, request.header("CSeq").find(' ')) + " ACK");
    CHECK(caller_side.told() == "answered, pcma to 127.0.0.1:4000 both ways, keys as 101");
    caller_side.bye(call);
    CHECK(caller_side.told() == "ended by local");
    const auto bye = caller_side.trunk.expect("BYE");
    CHECK(caller_side.alive() == 1); // until the BYE is answered
    caller_side.trunk.answer(bye, {.code = 200});
    CHECK(caller_side.comes_to_rest());
}

TEST_CASE("their BYE is answered and told with its cause", "[telephony][call]") {
    Caller caller_side;
    caller_side.place();
    const auto request = caller_side.answered();
    caller_side.trunk.ask(request,
                          {.method = "BYE", .headers = "Reason: Q.850;cause=16;text=\"x\"\r\n"});
    caller_side.trunk.expect("SIP/2.0 200");
    CHECK(caller_side.told() == "ended by remote cause 16");
    CHECK(caller_side.comes_to_rest());
}

TEST_CASE("an answer that is repeated is acknowledged again", "[telephony][call]") {
    Caller caller_side;
    caller_side.place();
    const auto request = caller_side.trunk.expect("INVITE");
    const Answer answer{.code = 200, .body = callee_sdp()};
    caller_side.trunk.answer(request, answer);
    const auto ack = caller_side.trunk.expect("ACK");
    caller_side.trunk.answer(request, answer);
    caller_side.trunk.expect_again(ack);
    CHECK(caller_side.alive() == 1);
}

TEST_CASE("a second fork that answers is acknowledged and hung up", "[telephony][fork]") {
    Caller caller_side;
    caller_side.place();
    const auto request = caller_side.trunk.expect("INVITE");
    caller_side.trunk.answer(request, {.code = 180, .tag = "one"});
    caller_side.trunk.answer(request, {.code = 180, .tag = "two"});
    caller_side.trunk.answer(request, {.code = 200, .tag = "two", .body = callee_sdp()});
    CHECK_THAT(caller_side.trunk.expect("ACK").header("To"), Catch::EndsWith("tag=two"));
    caller_side.trunk.answer(request, {.code = 200, .tag = "one", .body = callee_sdp()});
    CHECK_THAT(caller_side.trunk.expect("ACK").header("To"), Catch::EndsWith("tag=one"));
    const auto bye = caller_side.trunk.expect("BYE");
    CHECK_THAT(bye.header("To"), Catch::EndsWith("tag=one"));
    caller_side.trunk.answer(bye, {.code = 200});
    CHECK(caller_side.told() == "ringing 180");
    CHECK_THAT(caller_side.told(), Catch::StartsWith("answered"));
    CHECK(caller_side.alive() == 1); // the other call is untouched
}

TEST_CASE("a second fork that answers when the call is over already is hung up as well",
          "[integration][telephony]") {
    Caller caller_side;
    caller_side.place();
    const auto request = caller_side.trunk.expect("INVITE");
    caller_side.trunk.answer(request, {.code = 200, .tag = "one", .body = callee_sdp()});
    caller_side.trunk.expect("ACK");
    caller_side.trunk.ask(request, {.method = "BYE", .tag = "one"});
    caller_side.trunk.expect("SIP/2.0 200");
    REQUIRE(caller_side.comes_to_rest());
    caller_side.trunk.answer(request, {.code = 200, .tag = "two", .body = callee_sdp()});
    CHECK_THAT(caller_side.trunk.expect("ACK").header("To"), Catch::EndsWith("tag=two"));
    CHECK_THAT(caller_side.trunk.expect("BYE").header("To"), Catch::EndsWith("tag=two"));
}

TEST_CASE("a fork that still rings after another has answered is not heard",
          "[integration][telephony]") {
    Caller caller_side;
    caller_side.place();
    const auto request = caller_side.answered();
    caller_side.trunk.answer(request, {.code = 183, .tag = "late", .body = callee_sdp()});
    caller_side.trunk.ask(request, {.method = "BYE"});
    caller_side.trunk.expect("SIP/2.0 200");
    CHECK(caller_side.told() == "ended by remote");
}

TEST_CASE("an attempt that is alive is not placed again", "[telephony][invite]") {
    Caller caller_side;
    const auto invite = caller_side.invite();
    caller_side.place(invite);
    const auto request = caller_side.trunk.expect("INVITE");
    caller_side.on_thread([&] {
        const auto again = caller_side.calls.place(invite, [](CallRef, const CallEvent&) {});
        CHECK(again.error().code == base::Errc::conflict);
    });
    caller_side.trunk.answer(request, {.code = 503});
    caller_side.trunk.expect("ACK");
    CHECK(caller_side.told() == "refused failed sip_503_service_unavailable");
    caller_side.place(invite); // another trunk's turn
    CHECK(caller_side.trunk.expect("INVITE").header("Call-ID") == request.header("Call-ID"));
}

TEST_CASE("values that make no call are refused", "[telephony][invite]") {
    Caller caller_side;
    const auto refused = [&](auto&& spoil) {
        auto invite = caller_side.invite();
        spoil(invite);
        bool is = false;
        caller_side.on_thread([&] {
            is = !caller_side.calls.place(invite, [](CallRef, const CallEvent&) {}).has_value();
        });
        return is;
    };
    CHECK(refused([](Invite& it) { it.to = "0600000001"; }));
    CHECK(refused([](Invite& it) { it.to = "+2126\r\nX: y"; }));
    CHECK(refused([](Invite& it) { it.from = "+"; }));
    CHECK(refused([](Invite& it) { it.trunk.host = "carrier.example"; }));
    CHECK(refused([](Invite& it) { it.trunk.port = 0; }));
    CHECK(refused([](Invite& it) { it.media.port = 0; }));
    CHECK(refused([](Invite& it) { it.media.address = "here"; }));
    CHECK(caller_side.alive() == 0);
}

TEST_CASE("a port that is taken is told while wiring", "[telephony][invite]") {
    const ScriptedPeer other;
    SipThread thread;
    CHECK_THROWS(Calls(thread, {.address = "127.0.0.1", .port = other.port()}));
}

TEST_CASE("an INVITE is passed over while its trunk speaks to others only",
          "[telephony][backlog]") {
    Caller caller_side;
    const auto passed_over = [&] {
        std::size_t count = 0;
        caller_side.on_thread([&] { count = caller_side.calls.backlog().passed_over; });
        return count;
    };
    caller_side.place();
    const auto first = caller_side.trunk.expect("INVITE");
    caller_side.place();
    const auto second = caller_side.trunk.expect("INVITE");
    caller_side.trunk.expect_again(first); // after T1
    CHECK(passed_over() == 0);
    caller_side.trunk.answer(second, {.code = 180});
    CHECK(caller_side.told() == "ringing 180");
    CHECK(passed_over() == 1);
    caller_side.trunk.answer(first, {.code = 183});
    CHECK(caller_side.told() == "ringing 183");
    CHECK(passed_over() == 0);
}

TEST_CASE("what waits in the socket is seen, and worked off", "[telephony][backlog]") {
    Caller caller_side;
    caller_side.place(); // its trunk is heard from now on
    const auto here = loopback("127.0.0.1", caller_side.port);
    const auto backlog = [&] { return caller_side.calls.backlog(); };
    caller_side.on_thread([&] {
        CHECK_FALSE(is_overloaded(backlog()));
        for (int i = 0; i < 50'000 && !is_overloaded(backlog()); ++i) {
            caller_side.trunk.send("nonsense", here);
        }
        CHECK(is_overloaded(backlog()));
        CHECK(backlog().unread <= backlog().room / 4);
    });
    const auto until = std::chrono::steady_clock::now() + 8s;
    bool overloaded = true;
    while (overloaded && std::chrono::steady_clock::now() < until) {
        caller_side.on_thread([&] { overloaded = is_overloaded(backlog()); });
    }
    CHECK_FALSE(overloaded);
}
