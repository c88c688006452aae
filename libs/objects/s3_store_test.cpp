#include "objects/s3_store.hpp"

#include "objects/s3_object.hpp"
#include "objects/s3_server.hpp"
#include "objects/store_contract.hpp"
#include "web/plain_server.hpp"

#include <catch2/catch.hpp>

#include <atomic>

using namespace hatif::objects;
using hatif::base::Errc;
using testing::file_of;
using testing::S3Server;

namespace {

const auto key = ObjectKey::parse("recordings/organization/one.wav").value();

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != text.npos;
}

} // namespace

TEST_CASE("objects have the names of the directory's files, below a prefix", "[unit][objects]") {
    S3Server server;
    S3Store store{server.setting()};
    const auto hash = store.put("hello").value().value();
    REQUIRE(store.put_file(key, file_of("x").descriptor()));
    CHECK(server.names() ==
          std::vector<std::string>{"/bucket/of%20tests/2c/f2/" + hash,
                                   "/bucket/of%20tests/recordings/organization/one.wav"});
}

TEST_CASE("what is there already is not sent again", "[unit][objects]") {
    S3Server server;
    S3Store store{server.setting()};
    const auto hash = store.put("hello").value();
    REQUIRE(store.put("hello"));
    REQUIRE(store.put_file(hash, file_of("hello").descriptor()));
    const auto requests = server.requests();
    CHECK(std::count_if(requests.begin(), requests.end(),
                        [](const std::string& it) { return it.starts_with("PUT"); }) == 1);
}

TEST_CASE("bytes that have not that hash are not taken", "[unit][objects]") {
    S3Server server;
    S3Store store{server.setting()};
    CHECK_FALSE(store.put_file(hash_of("hello"), file_of("other").descriptor()));
    CHECK(server.names().empty());
}

TEST_CASE("a server's trouble is tried again, three times", "[unit][objects]") {
    S3Server server;
    S3Store store{server.setting()};
    const unsigned status = GENERATE(500, 502, 503, 504, 429);
    server.answer_next({status, status, status}, "SlowDown");
    REQUIRE(store.put_file(key, file_of("hello").descriptor()));
    CHECK(server.requests().size() == 4);

    server.answer_next({status, status, status, status}, "SlowDown");
    const auto opened = store.open(key);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == Errc::unavailable);
    CHECK(has(opened.error().what, "SlowDown"));
    CHECK(server.requests().size() == 8);
}

TEST_CASE("a refusal is not tried again, and tells what the server said", "[unit][objects]") {
    S3Server server;
    S3Store store{server.setting()};
    server.answer_next({403}, "AccessDenied");
    const auto put = store.put_file(key, file_of("hello").descriptor());
    REQUIRE_FALSE(put);
    CHECK(put.error().code == Errc::unavailable);
    CHECK(put.error().what ==
          "object store s3://bucket/of tests/: PUT answers 403 AccessDenied: It is AccessDenied.");
    CHECK(server.requests().size() == 1);
}

TEST_CASE("while the bucket is away nothing is missing, and nothing was removed",
          "[unit][objects]") {
    S3Server server;
    S3Store store{server.setting()};
    server.drop_bucket();
    CHECK(store.open(key).error().code == Errc::unavailable);
    CHECK(store.open(hash_of("hello")).error().code == Errc::unavailable);
    CHECK(store.put("hello").error().code == Errc::unavailable);
    CHECK(store.remove(key).error().code == Errc::unavailable);
}

TEST_CASE("a connection that breaks is tried again, three times", "[unit][objects]") {
    std::atomic<int> broken{3};
    const hatif::web::testing::PlainServer server{[&](const auto& peer) {
        peer.read_head();
        if (broken-- > 0) return;
        peer.say("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
    }};
    auto setting = S3Server{}.setting();
    const auto url = server.url();
    setting.endpoint = url.substr(0, url.size() - 1);
    S3Store store{setting};
    CHECK(store.remove(key));
    CHECK(server.connections() == 4);
    broken = 4;
    CHECK(store.remove(key).error().code == Errc::unavailable);
    CHECK(server.connections() == 8);
}

TEST_CASE("a server that is away is unavailable", "[unit][objects]") {
    const auto setting = [] { return S3Server{}.setting(); }(); // gone again
    S3Store store{setting};
    CHECK(store.put("hello").error().code == Errc::unavailable);
    CHECK(store.open(key).error().code == Errc::unavailable);
    CHECK(store.remove(key).error().code == Errc::unavailable);
    CHECK(store.check().error().code == Errc::unavailable);
}

TEST_CASE("who reads an object never reads two", "[unit][objects]") {
    S3Server server;
    S3Store store{server.setting()};
    REQUIRE(store.put_file(key, file_of(std::string(2'000'000, 'a')).descriptor()));
    const auto object = store.open(key).value();
    CHECK(object->read(4).value() == "aaaa");
    REQUIRE(store.put_file(key, file_of(std::string(2'000'000, 'b')).descriptor()));
    REQUIRE(object->skip(1'000'000));
    const auto later = object->read(4);
    REQUIRE_FALSE(later);
    CHECK(later.error().code == Errc::unavailable);
}

TEST_CASE("a wrong key or bucket shows before the first object", "[unit][objects]") {
    S3Server server;
    CHECK(S3Store{server.setting()}.check());
    auto wrong = server.setting();
    wrong.secret = "another";
    const auto refused = S3Store{wrong}.check();
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::invalid);
    CHECK(has(refused.error().what, "SignatureDoesNotMatch"));
    CHECK_FALSE(has(refused.error().what, "another"));

    wrong = server.setting();
    wrong.bucket = "elsewhere";
    CHECK(has(S3Store{wrong}.check().error().what, "NoSuchBucket"));
}

TEST_CASE("an endpoint is a host and a port, a bucket has a bucket's name", "[unit][objects]") {
    const auto [endpoint, bucket] = GENERATE(table<std::string, std::string>({
        {"", "bucket"},
        {"s3.example", "bucket"},
        {"ftp://s3.example", "bucket"},
        {"https://s3.example/path", "bucket"},
        {"https://s3.example/?query", "bucket"},
        {"https://me:secret@s3.example", "bucket"},
        {"https://s3.example", ""},
        {"https://s3.example", "ab"},
        {"https://s3.example", "Bucket"},
        {"https://s3.example", "a/b"},
        {"https://s3.example", ".bucket"},
        {"https://s3.example", std::string(64, 'a')},
    }));
    CAPTURE(endpoint, bucket);
    CHECK_THROWS(S3Store{
        {.endpoint = endpoint, .region = "r", .bucket = bucket, .key_id = "k", .secret = "s"}});
    CHECK_NOTHROW(S3Store{{.endpoint = "https://s3.example",
                           .region = "r",
                           .bucket = std::string(63, 'a'),
                           .key_id = "k",
                           .secret = "s"}});
}

TEST_CASE("what S3 says is read from its XML", "[unit][objects]") {
    const auto said = parse_refusal("<?xml version=\"1.0\"?>\n<Error><Code>NoSuchKey</Code>"
                                    "<Message>The key</Message><Key>a</Key></Error>");
    CHECK(said.code == "NoSuchKey");
    CHECK(said.message == "The key");
    CHECK(parse_refusal("").code.empty());
    CHECK(parse_refusal("<Code>").code.empty());
    CHECK(parse_refusal("</Code><Code>").code.empty());
}

TEST_CASE("the size of the whole is read from the range", "[unit][objects]") {
    CHECK(size_of_range("bytes 0-9/1234") == 1234);
    CHECK(size_of_range("bytes */0") == 0);
    CHECK_FALSE(size_of_range("bytes 0-9/*"));
    CHECK_FALSE(size_of_range("bytes 0-9/-1"));
    CHECK_FALSE(size_of_range("bytes 0-9/12x"));
    CHECK_FALSE(size_of_range(""));
}
