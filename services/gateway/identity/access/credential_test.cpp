#include "gateway/identity/access/credential.hpp"

#include "gateway/identity/access/access_token.hpp"
#include "gateway/identity/keys/api_key.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::gateway;

namespace {

const auto now = *base::from_iso8601("2025-01-15T10:30:00Z");
const auto keys = TokenKeys::read("k:00112233445566778899aabbccddeeff").value();
const std::string key = new_secret(organization_prefix);

std::string refusal_of(const http::Headers& headers) {
    const auto read = read_credential(headers, keys, now);
    return read ? "taken" : read.error().what;
}

} // namespace

TEST_CASE("a key is read from either header, whatever the case of its name and scheme",
          "[unit][gateway][credential]") {
    for (const auto& headers : {http::Headers{{"Authorization", "Bearer " + key}},
                                {{"authorization", "bearer  " + key}},
                                {{"AUTHORIZATION", "BEARER " + key + " "}},
                                {{"x-api-key", key}},
                                {{"X-API-Key", key}}}) {
        const auto read = read_credential(headers, keys, now);
        REQUIRE(read);
        CHECK(read->kind == Credential::Kind::api_key);
        CHECK(read->what == hash_of(key));
        CHECK(Credential::of(read->handle()).what == read->what);
    }
}

TEST_CASE("a session is read from a bearer's access token", "[unit][gateway][credential]") {
    const AccessClaims claims{base::Uuid::v7(now), base::Uuid::v7(now), now, now + access_lifetime};
    const auto token = sign(claims, keys);
    const auto read = read_credential({{"Authorization", "Bearer " + token}}, keys, now);
    REQUIRE(read);
    CHECK(read->kind == Credential::Kind::session);
    CHECK(read->what == claims.session.to_string());
    CHECK(Credential::of(read->handle()).kind == Credential::Kind::session);
    CHECK(refusal_of({{"x-api-key", token}}) == "the API key is malformed");
}

TEST_CASE("a missing and a malformed credential are told apart", "[unit][gateway][credential]") {
    CHECK(refusal_of({}) == "the API key is missing");
    CHECK_THAT(refusal_of({{"Authorization", key}}), Catch::Contains("must be Bearer <api key>"));
    CHECK_THAT(refusal_of({{"Authorization", "Basic " + key}}), Catch::Contains("malformed"));
    CHECK(refusal_of({{"Authorization", "Bearer YOUR_API_KEY"}}) == "the API key is malformed");
    CHECK(refusal_of({{"x-api-key", key + "0"}}) == "the API key is malformed");
    CHECK(refusal_of({{"x-api-key", ""}}) == "the API key is malformed");
}
