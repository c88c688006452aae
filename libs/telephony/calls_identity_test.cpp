#include "telephony/caller_fixture.hpp"

using namespace hatif;
using namespace hatif::telephony;
using namespace hatif::telephony::test;
using namespace std::chrono_literals;

TEST_CASE("who calls is asserted where the trunk is set for it (RFC 3325)",
          "[integration][telephony]") {
    Caller caller_side;
    caller_side.settings.asserts_identity = true;
    caller_side.place();
    const auto invite = caller_side.trunk.expect("INVITE");
    CHECK(invite.header("P-Asserted-Identity") == "<sip:" + caller + "@127.0.0.1>");
    CHECK(invite.header("Privacy").empty());
}

TEST_CASE("who calls is withheld where the trunk is set for it (RFC 3323)",
          "[integration][telephony]") {
    Caller caller_side;
    caller_side.settings.asserts_identity = true;
    caller_side.settings.withholds_identity = true;
    const auto call = caller_side.place();
    const auto invite = caller_side.trunk.expect("INVITE");
    CHECK_THAT(invite.header("From"),
               Catch::StartsWith("\"Anonymous\" <sip:anonymous@anonymous.invalid>;tag="));
    CHECK(invite.header("Privacy") == "id");
    CHECK(invite.header("P-Asserted-Identity") == "<sip:" + caller + "@127.0.0.1>");
    CHECK_THAT(invite.header("Contact"), !Catch::Contains(caller));
    caller_side.trunk.answer(invite, {.code = 200, .body = callee_sdp()});
    CHECK_THAT(caller_side.trunk.expect("ACK").text, !Catch::Contains(caller));
    caller_side.bye(call);
    CHECK_THAT(caller_side.trunk.expect("BYE").text, !Catch::Contains(caller));
}

TEST_CASE("a trunk that is set for neither is told neither", "[integration][telephony]") {
    Caller caller_side;
    caller_side.place();
    const auto invite = caller_side.trunk.expect("INVITE");
    CHECK(invite.header("P-Asserted-Identity").empty());
    CHECK(invite.header("Privacy").empty());
}

TEST_CASE("our BYE and CANCEL say why (RFC 3326)", "[integration][telephony]") {
    Caller caller_side;
    auto& trunk = caller_side.trunk;
    const auto call = caller_side.place();
    SECTION("BYE") {
        caller_side.answered();
        caller_side.bye(call, 31);
        CHECK(trunk.expect("BYE").header("Reason") == "Q.850;cause=31");
    }
    SECTION("CANCEL") {
        trunk.answer(trunk.expect("INVITE"), {.code = 180});
        CHECK(caller_side.told() == "ringing 180");
        caller_side.bye(call, 19);
        CHECK(trunk.expect("CANCEL").header("Reason") == "Q.850;cause=19");
    }
}

TEST_CASE("a redirection to the trunk's own host is followed once, where it is allowed",
          "[integration][telephony]") {
    Caller caller_side;
    caller_side.settings.follows_redirects = true;
    auto& trunk = caller_side.trunk;
    caller_side.place();
    const auto first = trunk.expect("INVITE");
    const auto at = "127.0.0.1:" + std::to_string(trunk.port());
    const Answer moved{.code = 302, .headers = "Contact: <sip:callee@" + at + ">\r\n"};
    trunk.send(answer_text(first, moved, "203.0.113.1:5060"), first.from); // elsewhere, then here
    trunk.expect("ACK");
    const auto second = trunk.expect("INVITE");
    CHECK(second.request_uri() == "sip:callee@" + at);
    CHECK(second.header("Call-ID") == first.header("Call-ID"));
    CHECK(std::stoi(second.header("CSeq")) == std::stoi(first.header("CSeq")) + 1);
    trunk.answer(second, {.code = 302});
    trunk.expect("ACK");
    CHECK(caller_side.told() == "refused failed sip_302_moved_temporarily");
}

TEST_CASE("a redirection to anywhere else is not followed", "[integration][telephony]") {
    Caller caller_side;
    caller_side.settings.follows_redirects = true;
    caller_side.place();
    const auto invite = caller_side.trunk.expect("INVITE");
    caller_side.trunk.send(answer_text(invite, {.code = 302}, "203.0.113.1:5060"), invite.from);
    caller_side.trunk.expect("ACK");
    CHECK(caller_side.told() == "refused failed sip_302_moved_temporarily");
}

TEST_CASE("a nonce that has grown too old is answered once more", "[integration][telephony]") {
    const auto challenge = [](const std::string& rest) {
        return Answer{.code = 407,
                      .headers = "Proxy-Authenticate: Digest realm=\"r\", " + rest + "\r\n"};
    };
    Caller caller_side;
    caller_side.credentials = Credentials{"hatif", "secret"};
    auto& trunk = caller_side.trunk;
    caller_side.place();
    trunk.answer(trunk.expect("INVITE"), challenge("nonce=\"n1\""));
    trunk.expect("ACK");
    trunk.answer(trunk.expect("INVITE"), challenge("nonce=\"n2\", stale=TRUE"));
    trunk.expect("ACK");
    const auto third = trunk.expect("INVITE");
    CHECK_THAT(third.header("Proxy-Authorization"), Catch::Contains("nonce=\"n2\""));
    trunk.answer(third, challenge("nonce=\"n3\", stale=TRUE"));
    trunk.expect("ACK");
    CHECK(caller_side.told() == "refused failed sip_407_proxy_authentication_required");
}
