#include "telephony/caller_fixture.hpp"

using namespace hatif;
using namespace hatif::telephony;
using namespace hatif::telephony::test;
using namespace std::chrono_literals;

namespace {

const std::string by_us = "Session-Expires: 2;refresher=uac\r\n";
const std::string by_them = "Session-Expires: 2;refresher=uas\r\n";
const std::string takes_update = "Allow: INVITE, ACK, BYE, CANCEL, UPDATE\r\n";

int number_of(const Message& message) {
    return std::stoi(message.header("CSeq"));
}

std::string origin_of(const Message& message) {
    const auto body = message.body();
    const auto start = body.find("o=");
    return body.substr(start, body.find("\r\n", start) - start);
}

} // namespace

TEST_CASE("a session's time is offered where the trunk is set for it (RFC 4028)",
          "[integration][telephony]") {
    Caller caller_side;
    SECTION("set") {
        caller_side.settings.session_expires = 1'800s;
        caller_side.place();
        const auto invite = caller_side.trunk.expect("INVITE");
        CHECK(invite.header("Session-Expires") == "1800");
        CHECK_THAT(invite.header("Supported"), Catch::Contains("timer"));
    }
    SECTION("not set") {
        caller_side.place();
        CHECK(caller_side.trunk.expect("INVITE").header("Session-Expires").empty());
    }
}

TEST_CASE("a 422 is answered once with their shortest time", "[integration][telephony]") {
    Caller caller_side;
    caller_side.settings.session_expires = 120s;
    auto& trunk = caller_side.trunk;
    caller_side.place();
    const auto first = trunk.expect("INVITE");
    trunk.answer(first, {.code = 422, .headers = "Min-SE: 300\r\n"});
    trunk.expect("ACK");
    const auto second = trunk.expect("INVITE");
    CHECK(number_of(second) == number_of(first) + 1);
    CHECK(second.header("Call-ID") == first.header("Call-ID"));
    CHECK(second.header("Session-Expires") == "300");
    CHECK(second.header("Min-SE") == "300");
    trunk.answer(second, {.code = 422, .headers = "Min-SE: 600\r\n"});
    trunk.expect("ACK");
    CHECK(caller_side.told() == "refused failed sip_422_session_interval_too_small");
}

TEST_CASE("we refresh at half time, by UPDATE to whom allows it", "[integration][telephony]") {
    Caller caller_side;
    auto& trunk = caller_side.trunk;
    caller_side.place();
    const auto invite = caller_side.answered(by_us + takes_update);
    for (int round = 0; round < 2; ++round) {
        const auto update = trunk.expect("UPDATE");
        CHECK(update.header("Session-Expires") == "2;refresher=uac");
        CHECK(update.body().empty());
        trunk.answer(update, {.code = 200, .headers = by_us});
    }
    trunk.ask(invite, {.method = "BYE"});
    trunk.expect("SIP/2.0 200");
    CHECK(caller_side.told() == "ended by remote");
}

TEST_CASE("else by re-INVITE with our SDP as it stands", "[integration][telephony]") {
    Caller caller_side;
    auto& trunk = caller_side.trunk;
    caller_side.place();
    const auto invite = caller_side.answered(by_us);
    const auto refresh = trunk.expect("INVITE");
    CHECK(number_of(refresh) == number_of(invite) + 1);
    CHECK(origin_of(refresh) == origin_of(invite)); // the same version: nothing has changed
    CHECK(refresh.header("Session-Expires") == "2;refresher=uac");
    trunk.answer(refresh, {.code = 200, .headers = by_us, .body = callee_sdp()});
    const auto ack = trunk.expect("ACK");
    CHECK(number_of(ack) == number_of(refresh));
    SECTION("and what they say anew is taken") {
        const auto again = trunk.expect("INVITE");
        trunk.answer(again, {.code = 200, .headers = by_us, .body = callee_sdp("", 4'010)});
        trunk.expect("ACK");
        CHECK(caller_side.told() == "media changed, pcma to 127.0.0.1:4010 both ways, keys as 101");
    }
}

TEST_CASE("a call that they do not refresh is hung up as expired", "[integration][telephony]") {
    Caller caller_side;
    auto& trunk = caller_side.trunk;
    caller_side.place();
    caller_side.answered(by_them);
    const auto bye = trunk.expect("BYE");
    CHECK(bye.header("Reason") == "Q.850;cause=102");
    CHECK(caller_side.told() == "ended by local: session_expired");
    trunk.answer(bye, {.code = 200});
    CHECK(caller_side.comes_to_rest());
}

TEST_CASE("a refresh that finds no call ends it", "[integration][telephony]") {
    Caller caller_side;
    auto& trunk = caller_side.trunk;
    caller_side.place();
    caller_side.answered(by_us + takes_update);
    trunk.answer(trunk.expect("UPDATE"), {.code = 481});
    CHECK(caller_side.told() == "ended by local: session_expired");
    trunk.answer(trunk.expect("BYE"), {.code = 481});
    CHECK(caller_side.comes_to_rest());
}

TEST_CASE("their refresh is answered with who refreshes, and tells nothing",
          "[integration][telephony]") {
    Caller caller_side;
    auto& trunk = caller_side.trunk;
    caller_side.place();
    const auto invite = caller_side.answered();
    const std::string wish = "Supported: timer\r\nSession-Expires: 1800;refresher=uac\r\n";
    trunk.ask(invite, {.method = "UPDATE", .cseq = 1, .headers = wish});
    const auto answer = trunk.expect("SIP/2.0 200");
    CHECK(answer.header("Session-Expires") == "1800;refresher=uac");
    CHECK(answer.header("Require") == "timer");
    trunk.ask(invite, {.method = "INVITE", .cseq = 2, .headers = wish, .body = callee_sdp()});
    CHECK(trunk.expect("SIP/2.0 200").header("Session-Expires") == "1800;refresher=uac");
    trunk.ask(invite, {.method = "ACK", .cseq = 2});
    trunk.ask(
        invite,
        {.method = "UPDATE", .cseq = 3, .headers = "Supported: timer\r\nSession-Expires: 30\r\n"});
    CHECK(trunk.expect("SIP/2.0 422").header("Min-SE") == "90");
    trunk.ask(invite, {.method = "BYE", .cseq = 4});
    trunk.expect("SIP/2.0 200");
    CHECK(caller_side.told() == "ended by remote");
}

TEST_CASE("a challenge to a refresh is answered", "[integration][telephony]") {
    Caller caller_side;
    caller_side.credentials = Credentials{"hatif", "secret"};
    auto& trunk = caller_side.trunk;
    caller_side.place();
    caller_side.answered(by_us);
    trunk.answer(trunk.expect("INVITE"),
                 {.code = 401, .headers = "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\"\r\n"});
    trunk.expect("ACK");
    const auto again = trunk.expect("INVITE");
    CHECK_FALSE(again.header("Authorization").empty());
    trunk.answer(again, {.code = 200, .headers = by_us, .body = callee_sdp()});
    CHECK(trunk.expect("ACK").header("Authorization") == again.header("Authorization"));
}

TEST_CASE("re-INVITEs that cross are refused with 491, and ours goes again (RFC 3261, 14.1)",
          "[integration][telephony]") {
    Caller caller_side;
    auto& trunk = caller_side.trunk;
    caller_side.place();
    const auto invite = caller_side.answered("Session-Expires: 9;refresher=uac\r\n");
    const auto ours = trunk.expect("INVITE");
    trunk.ask(invite, {.method = "INVITE", .cseq = 1, .body = callee_sdp()});
    trunk.expect("SIP/2.0 491");
    trunk.ask(invite, {.method = "ACK", .cseq = 1});
    trunk.answer(ours, {.code = 491});
    trunk.expect("ACK");
    const auto before = std::chrono::steady_clock::now();
    const auto again = trunk.expect("INVITE");
    const auto waited = std::chrono::steady_clock::now() - before;
    CHECK(waited >= 1'900ms);
    CHECK(number_of(again) == number_of(ours) + 1);
    trunk.answer(again, {.code = 200, .body = callee_sdp()});
    trunk.expect("ACK");
}

TEST_CASE("a re-INVITE before the last was acknowledged is put off", "[integration][telephony]") {
    Caller caller_side;
    auto& trunk = caller_side.trunk;
    caller_side.place();
    const auto invite = caller_side.answered();
    trunk.ask(invite, {.method = "INVITE", .cseq = 1, .body = callee_sdp()});
    trunk.expect("SIP/2.0 200");
    trunk.ask(invite, {.method = "INVITE", .cseq = 2, .body = callee_sdp("", 4'002)});
    CHECK_FALSE(trunk.expect("SIP/2.0 500").header("Retry-After").empty());
    trunk.ask(invite, {.method = "ACK", .cseq = 2});
    trunk.ask(invite, {.method = "ACK", .cseq = 1});
    trunk.ask(invite, {.method = "INVITE", .cseq = 3, .body = callee_sdp("", 4'004)});
    trunk.expect("SIP/2.0 200");
    CHECK(caller_side.told() == "media changed, pcma to 127.0.0.1:4004 both ways, keys as 101");
}

TEST_CASE("a call whose re-INVITE is never acknowledged is hung up (RFC 3261, 14.2)",
          "[integration][telephony]") {
    Caller caller_side{{.address = "127.0.0.1", .transaction_time = 1'500ms}};
    auto& trunk = caller_side.trunk;
    caller_side.place();
    const auto invite = caller_side.answered();
    trunk.ask(invite, {.method = "INVITE", .cseq = 1, .body = callee_sdp()});
    trunk.expect("SIP/2.0 200");
    const auto bye = trunk.expect("BYE");
    CHECK(bye.header("Reason") == "Q.850;cause=102");
    CHECK(caller_side.told() == "ended by local: not_acknowledged");
    trunk.answer(bye, {.code = 200});
    CHECK(caller_side.comes_to_rest());
}

TEST_CASE("a time shorter than any may be counts as the shortest (RFC 4028, 4)",
          "[integration][telephony]") {
    Caller caller_side{{.address = "127.0.0.1", .shortest_interval = 3s}};
    auto& trunk = caller_side.trunk;
    caller_side.place();
    caller_side.answered("Session-Expires: 1;refresher=uac\r\n" + takes_update);
    CHECK(trunk.expect("UPDATE").header("Session-Expires") == "3;refresher=uac");
}

TEST_CASE("a refresh that is open when we hang up is acknowledged all the same",
          "[integration][telephony]") {
    Caller caller_side;
    auto& trunk = caller_side.trunk;
    const auto call = caller_side.place();
    caller_side.answered(by_us);
    const auto refresh = trunk.expect("INVITE");
    caller_side.bye(call);
    const auto bye = trunk.expect("BYE");
    trunk.answer(refresh, {.code = 200, .body = callee_sdp("", 4'002)});
    trunk.expect("ACK");
    trunk.answer(bye, {.code = 200});
    CHECK(caller_side.told() == "ended by local");
    CHECK(caller_side.comes_to_rest());
}
