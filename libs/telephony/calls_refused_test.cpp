#include "telephony/caller_fixture.hpp"
#include "telephony/openssl_hash.hpp"

using namespace hatif;
using namespace hatif::telephony;
using namespace hatif::telephony::test;

TEST_CASE("a refusal is acknowledged and told by the one table", "[telephony][refused]") {
    const auto [code, line] = GENERATE(table<int, std::string>({
        {486, "refused busy sip_486_busy_here"},
        {603, "refused rejected sip_603_decline"},
        {404, "refused failed sip_404_not_found"},
        {302, "refused failed sip_302_moved_temporarily"},
        {480, "refused no_answer sip_480_temporarily_unavailable"},
    }));
    Caller caller_side;
    caller_side.place();
    const auto request = caller_side.trunk.expect("INVITE");
    caller_side.trunk.answer(request, {.code = code});
    caller_side.trunk.expect("ACK");
    CHECK(caller_side.told() == line);
    CHECK(caller_side.comes_to_rest());
}

TEST_CASE("a refusal keeps what the trunk said with it", "[telephony][refused]") {
    Caller caller_side;
    caller_side.place();
    const auto request = caller_side.trunk.expect("INVITE");
    caller_side.trunk.answer(request, {.code = 503,
                                       .phrase = "Too Much",
                                       .headers = "Retry-After: 20\r\nReason: Q.850;cause=42\r\n"});
    CHECK(caller_side.told() == "refused failed sip_503_service_unavailable");
    const auto refusal = caller_side.last<Refused>().refusal;
    CHECK(refusal.phrase == "Too Much");
    CHECK(refusal.q850 == 42);
    CHECK(refusal.retry_after == std::chrono::seconds{20});
    CHECK(refusal.may_try_another_trunk());
}

TEST_CASE("a trunk that is not there is unavailable at once", "[telephony][refused]") {
    Caller caller_side;
    auto invite = caller_side.invite();
    invite.trunk.port = free_port();
    caller_side.place(invite);
    CHECK(caller_side.told() == "refused failed trunk_unavailable");
    CHECK(caller_side.last<Refused>().refusal.may_try_another_trunk());
    CHECK(caller_side.comes_to_rest());
}

TEST_CASE("a ringing call is cancelled", "[telephony][cancel]") {
    Caller caller_side;
    const auto call = caller_side.place();
    const auto request = caller_side.trunk.expect("INVITE");
    caller_side.trunk.answer(request, {.code = 180});
    CHECK(caller_side.told() == "ringing 180");
    caller_side.cancel(call);
    const auto cancel = caller_side.trunk.expect("CANCEL");
    CHECK(cancel.header("Via") == request.header("Via"));
    caller_side.trunk.answer(cancel, {.code = 200});
    caller_side.trunk.answer(request, {.code = 487});
    caller_side.trunk.expect("ACK");
    CHECK(caller_side.told() == "refused no_answer ring_timeout");
    CHECK(caller_side.comes_to_rest());
}

TEST_CASE("CANCEL is not sent before the trunk has said a word", "[telephony][cancel]") {
    Caller caller_side;
    const auto call = caller_side.place();
    const auto request = caller_side.trunk.expect("INVITE");
    caller_side.cancel(call);
    caller_side.trunk.expect_again(request); // still the INVITE alone, repeated after T1
    caller_side.trunk.answer(request, {.code = 100});
    caller_side.trunk.answer(caller_side.trunk.expect("CANCEL"), {.code = 200});
    caller_side.trunk.answer(request, {.code = 487});
    CHECK(caller_side.told() == "refused no_answer ring_timeout");
}

TEST_CASE("an answer that crosses CANCEL is acknowledged and hung up", "[telephony][cancel]") {
    Caller caller_side;
    const auto call = caller_side.place();
    const auto request = caller_side.trunk.expect("INVITE");
    caller_side.trunk.answer(request, {.code = 180});
    CHECK(caller_side.told() == "ringing 180");
    caller_side.cancel(call);
    const auto cancel = caller_side.trunk.expect("CANCEL");
    caller_side.trunk.answer(request, {.code = 200, .body = callee_sdp()});
    caller_side.trunk.answer(cancel, {.code = 481});
    caller_side.trunk.expect("ACK");
    const auto bye = caller_side.trunk.expect("BYE");
    CHECK(caller_side.told() == "refused no_answer ring_timeout");
    CHECK(caller_side.last<Refused>().refusal.answered_late);
    caller_side.trunk.answer(bye, {.code = 200});
    CHECK(caller_side.comes_to_rest());
}

TEST_CASE("an answer without media that we speak is hung up", "[telephony][refused]") {
    const auto body = GENERATE(std::string{}, callee_sdp("", 0), callee_sdp("", 4'000, "18"),
                               std::string{"nonsense"});
    Caller caller_side;
    caller_side.place();
    const auto request = caller_side.trunk.expect("INVITE");
    caller_side.trunk.answer(request, {.code = 200, .body = body});
    caller_side.trunk.expect("ACK");
    caller_side.trunk.answer(caller_side.trunk.expect("BYE"), {.code = 200});
    CHECK(caller_side.told() == "refused failed media_refused");
    CHECK(caller_side.comes_to_rest());
}

namespace {

std::string value_of(const std::string& header, const std::string& name) {
    const auto from = header.find(name + "=\"") + name.size() + 2;
    return header.substr(from, header.find('"', from) - from);
}

} // namespace

TEST_CASE("a challenge is answered in the same Call-ID with the next CSeq", "[telephony][digest]") {
    Caller caller_side;
    caller_side.credentials = Credentials{"hatif", "secret"};
    caller_side.place();
    const auto first = caller_side.trunk.expect("INVITE");
    caller_side.trunk.answer(
        first, {.code = 407,
                .tag = "challenge",
                .headers = "Proxy-Authenticate: Digest realm=\"r\", nonce=\"n1\", algorithm=MD5, "
                           "qop=\"auth\"\r\nProxy-Authenticate: Digest realm=\"r\", nonce=\"n2\", "
                           "algorithm=SHA-256, qop=\"auth\"\r\n"});
    caller_side.trunk.expect("ACK");
    const auto second = caller_side.trunk.expect("INVITE");
    CHECK(second.header("Call-ID") == first.header("Call-ID"));
    CHECK(std::stoi(second.header("CSeq")) == std::stoi(first.header("CSeq")) + 1);
    const auto proof = second.header("Proxy-Authorization");
    const auto hash = [](const std::string& text) {
        return openssl_hash(dialog::DigestAlgorithm::sha256, text);
    };
    CHECK(value_of(proof, "nonce") == "n2");
    CHECK(value_of(proof, "response") ==
          hash(hash("hatif:r:secret") + ":n2:00000001:" + value_of(proof, "cnonce") +
               ":auth:" + hash("INVITE:" + second.request_uri())));
    caller_side.trunk.answer(second, {.code = 200, .body = callee_sdp()});
    const auto ack = caller_side.trunk.expect("ACK");
    CHECK(ack.header("Proxy-Authorization") == proof);
    CHECK(std::stoi(ack.header("CSeq")) == std::stoi(second.header("CSeq")));
    CHECK_THAT(caller_side.told(), Catch::StartsWith("answered"));
}

TEST_CASE("a challenge without credentials, or a second one, is a refusal", "[telephony][digest]") {
    const Answer challenge{.code = 401,
                           .headers = "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\"\r\n"};
    Caller caller_side;
    const bool has_credentials = GENERATE(false, true);
    if (has_credentials) caller_side.credentials = Credentials{"hatif", "wrong"};
    caller_side.place();
    caller_side.trunk.answer(caller_side.trunk.expect("INVITE"), challenge);
    caller_side.trunk.expect("ACK");
    if (has_credentials) {
        const auto second = caller_side.trunk.expect("INVITE");
        CHECK_FALSE(second.header("Authorization").empty());
        caller_side.trunk.answer(second, challenge);
        caller_side.trunk.expect("ACK");
    }
    CHECK(caller_side.told() == "refused failed sip_401_unauthorized");
    CHECK(caller_side.comes_to_rest());
}

TEST_CASE("a challenge to our BYE is answered", "[telephony][digest]") {
    Caller caller_side;
    caller_side.credentials = Credentials{"hatif", "secret"};
    const auto call = caller_side.place();
    caller_side.answered();
    caller_side.bye(call);
    const auto first = caller_side.trunk.expect("BYE");
    caller_side.trunk.answer(
        first, {.code = 401, .headers = "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\"\r\n"});
    const auto second = caller_side.trunk.expect("BYE");
    CHECK(value_of(second.header("Authorization"), "uri") == second.request_uri());
    caller_side.trunk.answer(second, {.code = 200});
    CHECK(caller_side.comes_to_rest());
}
