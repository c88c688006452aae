#include "dialog/digest.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <random>

using namespace hatif::dialog;

namespace {

/// Shows what would be hashed.
std::string shown(DigestAlgorithm algorithm, std::string_view text) {
    return (algorithm == DigestAlgorithm::md5 ? "m(" : "s(") + std::string{text} + ')';
}

const Proof proof{"bob", "zanzibar", "INVITE", "sip:bob@biloxi.com", "0a4f"};

} // namespace

TEST_CASE("a challenge is read as RFC 3261 writes it", "[dialog][digest]") {
    const auto read = read_challenge(
        "Digest realm=\"biloxi.com\", qop=\"auth,auth-int\", nonce=\"dcd98b\", opaque=\"5ccc\"");
    REQUIRE(read.has_value());
    CHECK(*read == Challenge{"biloxi.com", "dcd98b", "5ccc", DigestAlgorithm::md5, "", true});
}

TEST_CASE("names are read in any case, values with their quotes undone", "[dialog][digest]") {
    const auto read = read_challenge(
        "DIGEST Realm=\"a \\\"b\\\", c\" ,\r\n NONCE=\"n\",stale=FALSE , algorithm=sha-256");
    REQUIRE(read.has_value());
    CHECK(read->realm == "a \"b\", c");
    CHECK(read->algorithm == DigestAlgorithm::sha256);
    CHECK_FALSE(read->qop_auth);
}

TEST_CASE("what cannot be answered is refused", "[dialog][digest]") {
    const auto* const header = GENERATE(
        "", "Basic realm=\"a\"", "Digest", "Digest realm=\"a\"", "Digest realm=\"a, nonce=b",
        "Digest nonce=\"b\", algorithm=SHA-512-256", "Digest nonce=\"b\", algorithm=MD5-sess",
        "Digest nonce=\"b\", qop=\"auth-int\"", "Digest nonsense");
    CAPTURE(header);
    CHECK_FALSE(read_challenge(header).has_value());
}

TEST_CASE("of several challenges the strongest is answered", "[dialog][digest]") {
    const std::array<std::string, 3> headers{"Digest nonce=\"1\", algorithm=SHA-512-256",
                                             "Digest nonce=\"2\", algorithm=MD5",
                                             "Digest nonce=\"3\", algorithm=SHA-256"};
    CHECK(strongest(headers)->nonce == "3");
    CHECK(strongest(std::span{headers}.first(2))->nonce == "2");
    CHECK_FALSE(strongest(std::span{headers}.first(1)).has_value());
}

TEST_CASE("with qop the answer covers nonce count and client nonce", "[dialog][digest]") {
    const Challenge challenge{"biloxi.com", "dcd98b", "5ccc", DigestAlgorithm::sha256,
                              "SHA-256",    true};
    CHECK(credentials(challenge, proof, shown) ==
          "Digest username=\"bob\", realm=\"biloxi.com\", nonce=\"dcd98b\", "
          "uri=\"sip:bob@biloxi.com\", response=\"s(s(bob:biloxi.com:zanzibar):dcd98b:00000001:0a4f"
          ":auth:s(INVITE:sip:bob@biloxi.com))\", algorithm=SHA-256, opaque=\"5ccc\", qop=auth, "
          "nc=00000001, cnonce=\"0a4f\"");
}

TEST_CASE("without qop the answer is that of RFC 2069", "[dialog][digest]") {
    CHECK(credentials({.realm = "r", .nonce = "n"}, proof, shown) ==
          "Digest username=\"bob\", realm=\"r\", nonce=\"n\", uri=\"sip:bob@biloxi.com\", "
          "response=\"m(m(bob:r:zanzibar):n:m(INVITE:sip:bob@biloxi.com))\"");
}

TEST_CASE("a realm cannot break out of its quotes", "[dialog][digest]") {
    const auto read = read_challenge("Digest realm=\"a\\\", x=\\\"y\", nonce=\"n\"");
    REQUIRE(read.has_value());
    CHECK_THAT(credentials(*read, proof, shown), Catch::Contains("realm=\"a\\\", x=\\\"y\","));
}

TEST_CASE("mangled challenges are read or refused, never worse", "[dialog][hostile]") {
    const std::string good = "Digest realm=\"b\\\"c\", qop=\"auth\", nonce=\"d\", algorithm=MD5";
    std::mt19937 random{1};
    for (int round = 0; round < 20'000; ++round) {
        auto text = good.substr(0, random() % (good.size() + 1));
        for (int i = 0; i < 3 && !text.empty(); ++i) {
            text[random() % text.size()] = static_cast<char>(random());
        }
        if (const auto read = read_challenge(text)) CHECK_FALSE(read->nonce.empty());
    }
}

namespace {

Challenge challenge(const std::string& nonce, bool stale = false) {
    return {"r", nonce, {}, DigestAlgorithm::md5, "", true, stale};
}

std::string value_of(const std::string& header, const std::string& name) {
    const auto from = header.find(name + "=") + name.size() + 1;
    const auto value = header.substr(from, header.find(',', from) - from);
    return value.front() == '"' ? value.substr(1, value.size() - 2) : value;
}

} // namespace

TEST_CASE("stale is read", "[dialog][digest]") {
    CHECK(read_challenge("Digest nonce=\"n\", stale=TRUE")->stale);
    CHECK_FALSE(read_challenge("Digest nonce=\"n\", stale=false")->stale);
}

TEST_CASE("a nonce is used ahead of the next challenge, under rising counts (RFC 7616, 3.6)",
          "[dialog][digest]") {
    Nonces nonces;
    CHECK(nonces.ahead(proof, shown) == Authorizations{});
    nonces.take(challenge("n1"), true);
    CHECK(value_of(nonces.answer(challenge("n1"), proof, shown), "nc") == "00000001");
    const auto ahead = nonces.ahead(proof, shown);
    CHECK(ahead.server.empty());
    CHECK(value_of(ahead.proxy, "nonce") == "n1");
    CHECK(value_of(ahead.proxy, "nc") == "00000002");
    for (int i = 3; i < 16; ++i) nonces.ahead(proof, shown);
    CHECK(value_of(nonces.ahead(proof, shown).proxy, "nc") == "00000010");
}

TEST_CASE("a new challenge brings a new nonce, and its count begins again", "[dialog][digest]") {
    Nonces nonces;
    nonces.take(challenge("n1"), false);
    nonces.answer(challenge("n1"), proof, shown);
    nonces.take(challenge("n2", true), false);
    CHECK(value_of(nonces.answer(challenge("n2"), proof, shown), "nc") == "00000001");
    CHECK(value_of(nonces.ahead(proof, shown).server, "nonce") == "n2");
}

TEST_CASE("who was challenged answers his own nonce, whatever others were told since",
          "[dialog][digest]") {
    Nonces nonces;
    nonces.take(challenge("n1"), false);
    nonces.take(challenge("n2"), false);
    const auto mine = nonces.answer(challenge("n1"), proof, shown);
    CHECK(value_of(mine, "nonce") == "n1");
    CHECK(value_of(mine, "nc") == "00000001");
}

TEST_CASE("a server that takes every nonce once is let have its challenges", "[dialog][digest]") {
    Nonces nonces;
    for (int i = 0; i < 4; ++i) {
        const auto next = challenge("n" + std::to_string(i));
        nonces.ahead(proof, shown);
        nonces.take(next, false);
        nonces.answer(next, proof, shown);
    }
    CHECK(nonces.ahead(proof, shown) == Authorizations{});
}

TEST_CASE("proxy and server are answered each by its own nonce", "[dialog][digest]") {
    Nonces nonces;
    nonces.take(challenge("p"), true);
    nonces.take(challenge("s"), false);
    const auto both = nonces.ahead(proof, shown);
    CHECK(value_of(both.proxy, "nonce") == "p");
    CHECK(value_of(both.server, "nonce") == "s");
}

TEST_CASE("the next nonce of Authentication-Info is taken (RFC 7616, 3.5)", "[dialog][digest]") {
    Nonces nonces;
    nonces.renew("nextnonce=\"x\"", false);
    CHECK(nonces.ahead(proof, shown) == Authorizations{});
    nonces.take(challenge("n1"), false);
    nonces.answer(challenge("n1"), proof, shown);
    nonces.renew("qop=auth, nextnonce=\"n2\"", false);
    const auto next = nonces.ahead(proof, shown).server;
    CHECK(value_of(next, "nonce") == "n2");
    CHECK(value_of(next, "nc") == "00000001");
    nonces.renew("nextnonce=\"never closed", false);
    CHECK(value_of(nonces.ahead(proof, shown).server, "nonce") == "n2");
}
