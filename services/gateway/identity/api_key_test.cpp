#include "gateway/identity/api_key.hpp"

#include "base/text.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::gateway;

namespace {

std::string refusal_of(const http::Headers& headers) {
    const auto key = read_api_key(headers);
    return key ? "taken" : key.error().what;
}

const std::string key = new_api_key(KeyKind::organization);

} // namespace

TEST_CASE("a new key is well-formed, says what it is for, and is never the same",
          "[gateway][api_key]") {
    CHECK(is_api_key(key));
    CHECK(key.starts_with("hatif_key_"));
    CHECK(new_api_key(KeyKind::platform).starts_with("hatif_platform_"));
    CHECK(new_api_key(KeyKind::organization) != key);
}

TEST_CASE("what is shown of a key gives nothing away", "[gateway][api_key]") {
    CHECK(shown_part_of(key) == key.substr(0, 16));
    CHECK(hash_of(key).size() == 32);
    CHECK(base::to_hex(hash_of("abc")) ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("a key is read from either header", "[gateway][api_key]") {
    CHECK(read_api_key({{"authorization", "Bearer " + key}}) == key);
    CHECK(read_api_key({{"Authorization", "bearer  " + key + " "}}) == key);
    CHECK(read_api_key({{"X-API-Key", key}}) == key);
}

TEST_CASE("a missing key is told from a malformed one", "[gateway][api_key]") {
    CHECK(refusal_of({}) == "the API key is missing");
    CHECK(refusal_of({{"x-api-key", "hatif_key_123"}}) == "the API key is malformed");
    CHECK(refusal_of({{"x-api-key", key + "0"}}) == "the API key is malformed");
    CHECK(refusal_of({{"x-api-key", ""}}) == "the API key is malformed");
    CHECK(refusal_of({{"Authorization", "Bearer nonsense"}}) == "the API key is malformed");
    CHECK_THAT(refusal_of({{"Authorization", "Basic " + key}}),
               Catch::Contains("must be Bearer <api key>"));
    CHECK_THAT(refusal_of({{"Authorization", key}}), Catch::Contains("must be Bearer <api key>"));
}
