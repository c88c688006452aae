#include "web/signing.hpp"

#include "base/text.hpp"

#include <catch2/catch.hpp>

using namespace hatif::web;
using hatif::base::from_iso8601;

namespace {

const auto day = from_iso8601("2013-05-24T00:00:00Z").value();
const auto empty_body = sha256_of("");

/// The account of Amazon's published examples.
const Signing example{.key_id = "AKIAIOSFODNN7EXAMPLE",
                      .secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                      .region = "us-east-1"};

std::string
signature_of(const SignedRequest& request, const Signing& signing, hatif::base::Instant at) {
    const auto authorization = sign(request, signing, at).back();
    CHECK(authorization.name == "Authorization");
    return authorization.value.substr(authorization.value.find("Signature=") + 10);
}

} // namespace

TEST_CASE("a part of an object is asked for as in Amazon's first example", "[unit][web]") {
    const auto headers = sign({.method = "GET",
                               .host = "examplebucket.s3.amazonaws.com",
                               .path = "/test.txt",
                               .query = "",
                               .headers = {{"Range", "bytes=0-9"}},
                               .body_sha256 = empty_body},
                              example, day);
    REQUIRE(headers.size() == 3);
    CHECK(headers[0] == Header{"X-Amz-Date", "20130524T000000Z"});
    CHECK(headers[1] == Header{"X-Amz-Content-Sha256", empty_body});
    CHECK(headers[2].value ==
          "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
          "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, "
          "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
}

TEST_CASE("an object is put as in Amazon's second example", "[unit][web]") {
    const SignedRequest request{.method = "PUT",
                                .host = "examplebucket.s3.amazonaws.com",
                                .path = '/' + hatif::base::percent_encoded("test$file.text"),
                                .query = "",
                                .headers = {{"Date", "Fri, 24 May 2013 00:00:00 GMT"},
                                            {"x-amz-storage-class", "REDUCED_REDUNDANCY"}},
                                .body_sha256 = sha256_of("Welcome to Amazon S3.")};
    CHECK(signature_of(request, example, day) ==
          "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
}

TEST_CASE("queries are signed as in Amazon's third and fourth example", "[unit][web]") {
    SignedRequest request{.method = "GET",
                          .host = "examplebucket.s3.amazonaws.com",
                          .path = "/",
                          .query = "lifecycle",
                          .headers = {},
                          .body_sha256 = empty_body};
    CHECK(signature_of(request, example, day) ==
          "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
    request.query = "prefix=J&max-keys=2"; // in any order
    CHECK(signature_of(request, example, day) ==
          "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
}

TEST_CASE("another service is signed as in Amazon's suite of tests", "[unit][web]") {
    const Signing suite{.key_id = "AKIDEXAMPLE",
                        .secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                        .region = "us-east-1",
                        .service = "service"};
    const SignedRequest vanilla{.method = "GET",
                                .host = "example.amazonaws.com",
                                .path = "/",
                                .query = "",
                                .headers = {},
                                .body_sha256 = empty_body};
    CHECK(signature_of(vanilla, suite, from_iso8601("2015-08-30T12:36:00Z").value()) ==
          "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
}

TEST_CASE("spaces in a header count as one, around it as none", "[unit][web]") {
    SignedRequest request{.method = "GET",
                          .host = "h",
                          .path = "/",
                          .query = "",
                          .headers = {{"X-Note", "a b"}},
                          .body_sha256 = empty_body};
    const auto plain = signature_of(request, example, day);
    request.headers = {{"x-note", "  a   b "}};
    CHECK(signature_of(request, example, day) == plain);
    request.headers = {{"x-note", "ab"}};
    CHECK(signature_of(request, example, day) != plain);
}

TEST_CASE("a header that comes twice is one, its values joined by a comma", "[unit][web]") {
    SignedRequest request{.method = "GET",
                          .host = "h",
                          .path = "/",
                          .query = "",
                          .headers = {{"X-Note", "a"}, {"x-note", "b"}},
                          .body_sha256 = empty_body};
    const auto twice = signature_of(request, example, day);
    request.headers = {{"X-Note", "a,b"}};
    CHECK(signature_of(request, example, day) == twice);
}

TEST_CASE("names of a query are sorted, not its lines", "[unit][web]") {
    SignedRequest request{.method = "GET",
                          .host = "h",
                          .path = "/",
                          .query = "a=2&a-b=1", // '-' comes before '='
                          .headers = {},
                          .body_sha256 = empty_body};
    const auto sorted = signature_of(request, example, day);
    request.query = "a-b=1&a=2";
    CHECK(signature_of(request, example, day) == sorted);
    // By Python's hmac over the canonical request with "a=2&a-b=1".
    CHECK(sorted == "e461954ad0ed22366f170fa20f254c7c5cdf407f20d15429b6a6381963079e68");
}
