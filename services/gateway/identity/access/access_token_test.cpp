#include "gateway/identity/access/access_token.hpp"

#include "base/base64.hpp"
#include "base/text.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::gateway;
using namespace std::chrono_literals;

namespace {

const auto now = *base::from_iso8601("2025-01-15T10:30:00Z");
const auto keys = TokenKeys::read("k:00112233445566778899aabbccddeeff").value();
const AccessClaims claims{base::Uuid::v7(now), base::Uuid::v7(now), now, now + access_lifetime};

std::string refusal_of(const std::string& token, base::Instant at = now) {
    const auto read = verify_token(token, keys, at);
    return read ? "taken" : read.error().what;
}

} // namespace

TEST_CASE("an access token tells whose session it is, for fifteen minutes",
          "[unit][gateway][access_token]") {
    const auto token = sign(claims, keys);
    CHECK(verify_token(token, keys, now) == claims);
    CHECK(verify_token(token, keys, now + 15min - 1us) == claims);
    CHECK_THAT(refusal_of(token, now + 15min), Catch::Contains("has expired"));
}

TEST_CASE("which algorithm to use is never taken from the token", "[unit][gateway][access_token]") {
    const auto token = sign(claims, keys);
    const auto body = token.substr(token.find('.'));
    for (const auto* header :
         {R"({"alg":"none","kid":"k","typ":"JWT"})", R"({"alg":"HS512","kid":"k","typ":"JWT"})",
          R"({"alg":"HS256","kid":"other","typ":"JWT"})", R"({"alg":"HS256"})"}) {
        CHECK(refusal_of(base::to_base64url(header) + body) ==
              "the access token is not one of ours");
    }
    const auto unsigned_token =
        base::to_base64url(R"({"alg":"none"})") + body.substr(0, body.rfind('.') + 1);
    CHECK(refusal_of(unsigned_token) == "the access token is not one of ours");
}

TEST_CASE("a token that was changed anywhere is refused", "[unit][gateway][access_token]") {
    const auto token = sign(claims, keys);
    for (std::size_t at = 0; at < token.size(); ++at) {
        auto changed = token;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        CAPTURE(at);
        CHECK(refusal_of(changed) != "taken");
    }
    CHECK(refusal_of("a.b") == "the access token is malformed");
}

TEST_CASE("a token of another deployment is refused", "[unit][gateway][access_token]") {
    const auto others = TokenKeys::read("k:ffeeddccbbaa99887766554433221100").value();
    CHECK(refusal_of(sign(claims, others)) == "the access token's signature does not match");
}

TEST_CASE("a signature is not good for what is no token", "[unit][gateway][access_token]") {
    const auto header = sign(claims, keys).substr(0, sign(claims, keys).find('.'));
    for (const auto* body : {"", "{}", R"({"iss":"other"})", "[1]"}) {
        const auto said = header + "." + base::to_base64url(body);
        const auto token = said + "." + base::to_base64url(keys.mac("access token", said));
        CHECK(refusal_of(token) == "the access token is malformed");
    }
}
