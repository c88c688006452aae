#include "gateway/identity/keys/api_key.hpp"

#include "base/text.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::gateway;

TEST_CASE("a new secret begins with its prefix, is well-formed, and never the same",
          "[unit][gateway][api_key]") {
    for (const auto* prefix : {"hatif_key", "hatif_platform", "htf_live", "X2", "a-b_c"}) {
        const auto secret = new_secret(prefix);
        CHECK(secret.starts_with(std::string{prefix} + "_"));
        CHECK(is_api_key(secret));
        CHECK(new_secret(prefix) != secret);
    }
}

TEST_CASE("what is shown of a key gives nothing away", "[unit][gateway][api_key]") {
    const auto secret = new_secret("htf_live");
    CHECK(shown_part_of(secret).size() == 15);
    CHECK(secret.starts_with(shown_part_of(secret)));
}

TEST_CASE("a key is kept as its SHA-256", "[unit][gateway][api_key]") {
    CHECK(base::to_hex(hash_of("abc")) ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("what is not such a text is no key", "[unit][gateway][api_key]") {
    const std::string random(64, '0');
    CHECK(is_api_key("ab_" + random));
    for (const auto& text :
         {std::string{"YOUR_API_KEY"}, std::string{}, random, "_" + random, "a_" + random,
          "ab" + random, "ab_" + random + "0", "ab_" + random.substr(1) + "g", "1b_" + random,
          "a b_" + random, std::string(33, 'a') + "_" + random}) {
        CAPTURE(text);
        CHECK_FALSE(is_api_key(text));
    }
}
