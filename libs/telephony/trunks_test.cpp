#include "telephony/name_server.hpp"
#include "telephony/openssl_hash.hpp"
#include "telephony/trunk_fixture.hpp"

using namespace hatif;
using namespace hatif::telephony;
using namespace hatif::telephony::test;
using namespace std::chrono_literals;

namespace {

Trunk asked_every_second(const ScriptedPeer& peer) {
    auto trunk = trunk_at(peer.port());
    trunk.options_every = 1s;
    return trunk;
}

std::string value_of(const std::string& header, const std::string& name) {
    const auto from = header.find(name + '=') + name.size() + 1;
    const auto value = header.substr(from, header.find(',', from) - from);
    return value.front() == '"' ? value.substr(1, value.size() - 2) : value;
}

} // namespace

TEST_CASE("a trunk is asked for its health, and any answer will do", "[telephony][options]") {
    const int code = GENERATE(200, 404, 405, 501);
    ScriptedPeer peer;
    Worker worker;
    worker.set({asked_every_second(peer)});
    const auto asked = peer.expect("OPTIONS");
    CHECK(asked.request_uri() == "sip:127.0.0.1:" + std::to_string(peer.port()));
    peer.answer(asked, {.code = code});
    CHECK(worker.state() == "up");
}

TEST_CASE("a trunk that is silent twice is down until it answers", "[telephony][options]") {
    ScriptedPeer peer;
    Worker worker;
    const auto trunk = asked_every_second(peer);
    worker.set({trunk});
    peer.answer(peer.expect("OPTIONS"), {.code = 200});
    CHECK(worker.state() == "up");
    peer.expect("OPTIONS");
    CHECK(worker.state() == "down options_timeout");
    CHECK(worker.place(trunk).error().code == base::Errc::unavailable);
    const auto until = std::chrono::steady_clock::now() + 8s;
    while (worker.state_of(trunk).health == TrunkState::Health::down &&
           std::chrono::steady_clock::now() < until) {
        const auto asked = peer.next(100ms);
        if (asked.is("OPTIONS")) peer.answer(asked, {.code = 200});
    }
    CHECK(worker.state() == "up");
    CHECK(worker.place(trunk).has_value());
}

TEST_CASE("a trunk whose port is closed is down at once", "[telephony][options]") {
    Worker worker;
    auto trunk = trunk_at(free_port());
    trunk.options_every = 1s;
    worker.set({trunk});
    CHECK(worker.state() == "down transport_refused");
}

TEST_CASE("503 with Retry-After closes a trunk for as long, and without it does not",
          "[telephony][trunks]") {
    ScriptedPeer peer;
    Worker worker;
    const auto trunk = trunk_at(peer.port());
    worker.set({trunk});
    const bool asks_for_pause = GENERATE(true, false);
    REQUIRE(worker.place(trunk).has_value());
    const auto invite = peer.expect("INVITE");
    peer.answer(invite, {.code = 503, .headers = asks_for_pause ? "Retry-After: 20\r\n" : ""});
    peer.expect("ACK");
    CHECK_THAT(worker.told(), Catch::StartsWith("refused failed"));
    const auto again = worker.place(trunk);
    CHECK(again.has_value() != asks_for_pause);
    if (asks_for_pause) {
        CHECK(again.error().code == base::Errc::unavailable);
        const auto left = *worker.state_of(trunk).closed_until - std::chrono::steady_clock::now();
        CHECK(left > 10s);
        CHECK(left <= 20s);
    }
}

TEST_CASE("a registration is made, refreshed and taken back, with digest",
          "[telephony][register]") {
    ScriptedPeer peer;
    Worker worker;
    auto trunk = trunk_at(peer.port());
    trunk.credentials = Credentials{"hatif", "secret"};
    trunk.registers = true;
    worker.set({trunk});
    const auto first = peer.expect("REGISTER");
    CHECK(first.request_uri() == "sip:127.0.0.1:" + std::to_string(peer.port()));
    CHECK(first.header("To") == "<sip:hatif@127.0.0.1>");
    CHECK(first.header("Contact") == "<sip:hatif@127.0.0.1:" + std::to_string(worker.port) + ">");
    CHECK(first.header("Expires") == "300");
    peer.answer(first, {.code = 401,
                        .headers = "WWW-Authenticate: Digest realm=\"r\", nonce=\"n1\", "
                                   "algorithm=SHA-256, qop=\"auth\"\r\n"});
    const auto second = peer.expect("REGISTER");
    CHECK(second.header("Call-ID") == first.header("Call-ID"));
    CHECK(std::stoi(second.header("CSeq")) == std::stoi(first.header("CSeq")) + 1);
    const auto proof = second.header("Authorization");
    const auto hash = [](const std::string& text) {
        return openssl_hash(dialog::DigestAlgorithm::sha256, text);
    };
    CHECK(value_of(proof, "response") ==
          hash(hash("hatif:r:secret") + ":n1:00000001:" + value_of(proof, "cnonce") +
               ":auth:" + hash("REGISTER:" + second.request_uri())));
    const auto contact = second.header("Contact");
    peer.answer(second, {.code = 200, .headers = "Contact: " + contact + ";expires=2\r\n"});
    CHECK(worker.state() == "up");

    const auto refresh = peer.expect("REGISTER"); // after half of two seconds
    CHECK(value_of(refresh.header("Authorization"), "nc") == "00000002");
    const auto seen_at = worker.state_of(trunk).seen_at;
    peer.answer(refresh, {.code = 200,
                          .headers = "Expires: 300\r\nAuthentication-Info: qop=auth, "
                                     "nextnonce=\"n2\"\r\n"});
    while (worker.state_of(trunk).seen_at == seen_at) std::this_thread::yield();
    SECTION("when the trunk is taken away") {
        worker.set({});
    }
    SECTION("when the worker drains") {
        worker.thread.run([&] { worker.calls.drain(); });
    }
    const auto last = peer.expect("REGISTER");
    CHECK(last.header("Expires") == "0");
    CHECK(value_of(last.header("Authorization"), "nonce") == "n2");
    CHECK(value_of(last.header("Authorization"), "nc") == "00000001");
}

TEST_CASE("a refused registration puts the trunk down, and says why", "[telephony][register]") {
    ScriptedPeer peer;
    Worker worker;
    auto trunk = trunk_at(peer.port());
    trunk.credentials = Credentials{"hatif", "secret"};
    trunk.registers = true;
    worker.set({trunk});
    peer.answer(peer.expect("REGISTER"), {.code = 423, .headers = "Min-Expires: 900\r\n"});
    const auto longer = peer.expect("REGISTER");
    CHECK(longer.header("Expires") == "900");
    peer.answer(longer, {.code = 403});
    CHECK(worker.state() == "down registration_refused_403");
    CHECK(worker.place(trunk).error().code == base::Errc::unavailable);
}

TEST_CASE("a nonce that is known is used ahead of the challenge", "[telephony][digest]") {
    ScriptedPeer peer;
    Worker worker;
    auto trunk = trunk_at(peer.port());
    trunk.credentials = Credentials{"hatif", "secret"};
    worker.set({trunk});
    REQUIRE(worker.place(trunk).has_value());
    const auto first = peer.expect("INVITE");
    CHECK(first.header("Proxy-Authorization").empty());
    peer.answer(first, {.code = 407,
                        .headers = "Proxy-Authenticate: Digest realm=\"r\", nonce=\"n1\", "
                                   "qop=\"auth\"\r\n"});
    peer.expect("ACK");
    peer.answer(peer.expect("INVITE"), {.code = 486});
    peer.expect("ACK");
    REQUIRE(worker.place(trunk).has_value());
    const auto next = peer.expect("INVITE");
    CHECK(value_of(next.header("Proxy-Authorization"), "nonce") == "n1");
    CHECK(value_of(next.header("Proxy-Authorization"), "nc") == "00000002");
}

TEST_CASE("a trunk is found by its name, and the call says the name", "[telephony][names]") {
    NameServer names;
    names.add("trunk.example", "127.0.0.1");
    ScriptedPeer peer;
    Worker worker{{names.address()}};
    auto trunk = trunk_at(peer.port());
    trunk.host = "trunk.example";
    worker.set({trunk});
    worker.place_soon(trunk);
    const auto invite = peer.expect("INVITE");
    CHECK(invite.request_uri() == "sip:+212600000001@trunk.example:" + std::to_string(peer.port()));
    CHECK(invite.header("Route").empty());
    SECTION("the last good answer is kept when the name server is away") {
        names.fall_silent();
        CHECK(worker.place(trunk).has_value());
    }
}

TEST_CASE("a name that nobody knows is a trunk that is down", "[telephony][names]") {
    NameServer names;
    Worker worker{{names.address()}};
    auto trunk = trunk_at(5060);
    trunk.host = "nobody.example";
    worker.set({trunk});
    CHECK(worker.state() == "down host_unknown");
    CHECK(worker.place(trunk).error().code == base::Errc::unavailable);
}

TEST_CASE("when the first of the SRV records cannot be reached, the next is called",
          "[telephony][names]") {
    NameServer names;
    ScriptedPeer peer;
    names.add("_sip._udp.trunk.example", ServiceRecord{"gone.example", free_port(), 10});
    names.add("_sip._udp.trunk.example", ServiceRecord{"here.example", peer.port(), 20});
    names.add("gone.example", "127.0.0.1");
    names.add("here.example", "127.0.0.1");
    Worker worker{{names.address()}};
    auto trunk = trunk_at(0);
    trunk.host = "trunk.example";
    worker.set({trunk});
    worker.place_soon(trunk);
    const auto invite = peer.expect("INVITE");
    CHECK(invite.request_uri() == "sip:+212600000001@trunk.example");
    peer.answer(invite, {.code = 486});
    CHECK(worker.told() == "refused busy sip_486_busy_here");
}

TEST_CASE("trunks change while calls live, and their requests are heard to the end",
          "[telephony][trunks]") {
    ScriptedPeer peer;
    Worker worker;
    const auto trunk = trunk_at(peer.port());
    worker.set({trunk});
    REQUIRE(worker.place(trunk).has_value());
    const auto invite = peer.expect("INVITE");
    peer.answer(invite, {.code = 200, .body = callee_sdp()});
    peer.expect("ACK");
    CHECK_THAT(worker.told(), Catch::StartsWith("answered"));

    ScriptedPeer other{"127.0.0.2"};
    auto changed = trunk_at(other.port());
    changed.host = "127.0.0.2";
    worker.set({changed});
    peer.ask(invite, {.method = "OPTIONS"});
    peer.expect("SIP/2.0 200");
    REQUIRE(worker.place(changed).has_value());
    other.expect("INVITE");
    peer.ask(invite, {.method = "BYE", .cseq = 2});
    peer.expect("SIP/2.0 200");
    CHECK_THAT(worker.told(), Catch::StartsWith("ended by remote"));
}

TEST_CASE("a trunk that is gone is a stranger, and hears nothing at all", "[telephony][trunks]") {
    ScriptedPeer peer;
    Worker worker;
    worker.set({asked_every_second(peer)});
    const auto asked = peer.expect("OPTIONS");
    peer.answer(asked, {.code = 200});
    CHECK(worker.state() == "up");
    worker.set({});
    // It is forgotten within seconds; from then on its packets are dropped.
    const auto before = worker.dropped();
    const auto until = std::chrono::steady_clock::now() + 8s;
    int asks = 100;
    while (worker.dropped() == before && std::chrono::steady_clock::now() < until) {
        peer.ask(asked, {.method = "OPTIONS", .cseq = ++asks});
        peer.next(100ms);
    }
    CHECK(worker.dropped() > before);
}

TEST_CASE("requests are taken from a trunk's other sources too", "[telephony][trunks]") {
    ScriptedPeer peer;
    ScriptedPeer source{"127.0.0.77"};
    ScriptedPeer stranger{"127.0.1.77"};
    Worker worker;
    auto trunk = trunk_at(peer.port());
    trunk.sources = {"127.0.0.64/26"};
    worker.set({trunk});
    const auto text = [&](const ScriptedPeer& from) {
        const auto at = from.address() + ':' + std::to_string(from.port());
        return "OPTIONS sip:127.0.0.1:" + std::to_string(worker.port) +
               " SIP/2.0\r\nVia: SIP/2.0/UDP " + at +
               ";branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: " + at +
               "\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
    };
    stranger.send(text(stranger), loopback("127.0.0.1", worker.port));
    source.send(text(source), loopback("127.0.0.1", worker.port));
    source.expect("SIP/2.0 200");
    CHECK(stranger.next(50ms).text.empty());
}
