#include "telephony/openssl_hash.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using dialog::DigestAlgorithm;

TEST_CASE("the digests of RFC 7616's example come out", "[telephony][digest]") {
    const dialog::Proof proof{"Mufasa", "Circle of Life", "GET", "/dir/index.html",
                              "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"};
    dialog::Challenge challenge{.realm = "http-auth@example.org",
                                .nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
                                .algorithm = DigestAlgorithm::md5,
                                .qop_auth = true};
    CHECK_THAT(dialog::credentials(challenge, proof, telephony::openssl_hash),
               Catch::Contains("response=\"8ca523f5e9506fed4657c9700eebdbec\""));
    challenge.algorithm = DigestAlgorithm::sha256;
    CHECK_THAT(
        dialog::credentials(challenge, proof, telephony::openssl_hash),
        Catch::Contains("response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db58"
                        "56cb6c1\""));
}

TEST_CASE("tokens are never the same", "[telephony][digest]") {
    CHECK(telephony::random_token().size() == 32);
    CHECK(telephony::random_token() != telephony::random_token());
}
