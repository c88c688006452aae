#include "telephony/caller_fixture.hpp"

using namespace hatif;
using namespace hatif::telephony;
using namespace hatif::telephony::test;

namespace {

const std::string agent = "+212700000000";

Request notify(int cseq, const std::string& line, const std::string& state) {
    return {.method = "NOTIFY",
            .cseq = cseq,
            .headers = "Event: refer\r\nSubscription-State: " + state + "\r\n",
            .body = line + "\r\n",
            .type = "message/sipfrag;version=2.0"};
}

} // namespace

TEST_CASE("a call is handed over by REFER, and its last NOTIFY is told (RFC 3515)",
          "[integration][telephony]") {
    Caller caller_side;
    auto& trunk = caller_side.trunk;
    const auto call = caller_side.place();
    const auto invite = caller_side.answered();
    caller_side.refer(call, agent);
    const auto refer = trunk.expect("REFER");
    CHECK(refer.header("Refer-To") ==
          "<sip:" + agent + "@127.0.0.1:" + std::to_string(trunk.port()) + '>');
    CHECK(refer.header("Referred-By") == "<sip:" + caller + "@127.0.0.1>");
    trunk.answer(refer, {.code = 202});
    trunk.ask(invite, notify(1, "SIP/2.0 100 Trying", "active;expires=60"));
    trunk.expect("SIP/2.0 200");
    const auto [line, told] = GENERATE(table<std::string, std::string>({
        {"SIP/2.0 200 OK", "transferred 200"},
        {"SIP/2.0 603 Decline", "not transferred 603"},
        {"SIP/2.0 180 Ringing", "not transferred 180"}, // and no word more
    }));
    trunk.ask(invite, notify(2, line, "terminated;reason=noresource"));
    trunk.expect("SIP/2.0 200");
    CHECK(caller_side.told() == told);
    trunk.ask(invite, {.method = "BYE", .cseq = 3});
    trunk.expect("SIP/2.0 200");
    CHECK(caller_side.told() == "ended by remote");
}

TEST_CASE("a transfer that is refused is told with its code", "[integration][telephony]") {
    Caller caller_side;
    const auto call = caller_side.place();
    caller_side.answered();
    caller_side.refer(call, agent);
    caller_side.trunk.answer(caller_side.trunk.expect("REFER"), {.code = 405});
    CHECK(caller_side.told() == "not transferred 405");
    CHECK(caller_side.alive() == 1);
}

TEST_CASE("a transfer that they will not report on counts as done (RFC 4488)",
          "[integration][telephony]") {
    Caller caller_side;
    const auto call = caller_side.place();
    caller_side.answered();
    caller_side.refer(call, agent);
    caller_side.trunk.answer(caller_side.trunk.expect("REFER"),
                             {.code = 202, .headers = "Refer-Sub: false\r\n"});
    CHECK(caller_side.told() == "transferred 202");
}

TEST_CASE("what is said of a transfer whose place another took is not told",
          "[integration][telephony]") {
    Caller caller_side;
    auto& trunk = caller_side.trunk;
    const auto call = caller_side.place();
    const auto invite = caller_side.answered();
    caller_side.refer(call, agent);
    trunk.answer(trunk.expect("REFER"), {.code = 202});
    caller_side.refer(call, "+212700000001");
    const auto second = trunk.expect("REFER");
    CHECK_THAT(second.header("Refer-To"), Catch::Contains("+212700000001"));
    trunk.answer(second, {.code = 202});
    trunk.ask(invite, notify(1, "SIP/2.0 200 OK", "terminated"));
    trunk.expect("SIP/2.0 200");
    auto last = notify(2, "SIP/2.0 486 Busy Here", "terminated");
    last.headers.insert(last.headers.find("\r\n"), ";id=" + second.header("CSeq"));
    last.headers.erase(last.headers.find(" REFER"), 6);
    trunk.ask(invite, last);
    trunk.expect("SIP/2.0 200");
    CHECK(caller_side.told() == "not transferred 486");
}

TEST_CASE("a challenge to our REFER is answered", "[integration][telephony]") {
    Caller caller_side;
    caller_side.credentials = Credentials{"hatif", "secret"};
    auto& trunk = caller_side.trunk;
    const auto call = caller_side.place();
    caller_side.answered();
    caller_side.refer(call, agent);
    const auto refer = trunk.expect("REFER");
    trunk.answer(
        refer, {.code = 407, .headers = "Proxy-Authenticate: Digest realm=\"r\", nonce=\"n\"\r\n"});
    const auto again = trunk.expect("REFER");
    CHECK_FALSE(again.header("Proxy-Authorization").empty());
    CHECK(again.header("Refer-To") == refer.header("Refer-To"));
}

TEST_CASE("a NOTIFY that nobody asked for is refused", "[integration][telephony]") {
    Caller caller_side;
    caller_side.place();
    const auto invite = caller_side.answered();
    caller_side.trunk.ask(invite, notify(1, "SIP/2.0 200 OK", "terminated"));
    caller_side.trunk.expect("SIP/2.0 481");
    caller_side.trunk.ask(invite, {.method = "NOTIFY", .cseq = 2, .headers = "Event: talk\r\n"});
    caller_side.trunk.expect("SIP/2.0 489");
}

TEST_CASE("a call that was not answered cannot be handed over", "[integration][telephony]") {
    Caller caller_side;
    const auto call = caller_side.place();
    const auto invite = caller_side.trunk.expect("INVITE");
    caller_side.refer(call, agent);
    caller_side.trunk.answer(invite, {.code = 486});
    caller_side.trunk.expect("ACK"); // and no REFER before
}

TEST_CASE("a key by INFO is told once, in whatever way it is written", "[integration][telephony]") {
    Caller caller_side;
    auto& trunk = caller_side.trunk;
    caller_side.place();
    const auto invite = caller_side.answered();
    const std::string relay = "application/dtmf-relay";
    trunk.ask(invite,
              {.method = "INFO", .cseq = 1, .body = "Signal=5\r\nDuration=160\r\n", .type = relay});
    trunk.expect("SIP/2.0 200");
    CHECK(caller_side.told() == "key 5");
    trunk.ask(invite, {.method = "INFO", .cseq = 2, .body = "Signal=10\r\n", .type = relay});
    trunk.expect("SIP/2.0 200");
    CHECK(caller_side.told() == "key *");
    trunk.ask(invite, {.method = "INFO", .cseq = 3, .body = "#", .type = "application/dtmf"});
    trunk.expect("SIP/2.0 200");
    CHECK(caller_side.told() == "key #");
    trunk.ask(invite, {.method = "INFO", .cseq = 4, .body = "<xml/>", .type = "application/xml"});
    CHECK_THAT(trunk.expect("SIP/2.0 415").header("Accept"), Catch::Contains(relay));
    trunk.ask(invite, {.method = "INFO", .cseq = 5});
    trunk.expect("SIP/2.0 200");
    trunk.ask(invite, {.method = "BYE", .cseq = 6});
    trunk.expect("SIP/2.0 200");
    CHECK(caller_side.told() == "ended by remote");
}
