// What every store keeps, and what only a real server can show: its own reading of our signatures,
// its own errors, large files. HATIF_OBJECTS and HATIF_S3_* say where it is, as for a service.

#include "objects/s3_store.hpp"
#include "objects/store_contract.hpp"
#include "objects/store_setting.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <fstream>

using namespace hatif::objects;
using hatif::base::Errc;

namespace {

StoreSetting setting() {
    hatif::config::Environment environment;
    auto read = read_store_setting(environment);
    if (const auto all = environment.refusals(); !all) throw std::runtime_error{all.error().what};
    if (!read.s3)
        throw std::runtime_error{"HATIF_OBJECTS is no s3://bucket: use tests/objects/run"};
    return read;
}

const std::function<void(const std::string&)> complain = [](const std::string& what) {
    throw std::runtime_error{what};
};

/// No run meets what another one left.
std::string new_folder() {
    static int number = 0;
    const auto now = std::chrono::system_clock::now().time_since_epoch().count();
    return "contract/" + std::to_string(now) + '-' + std::to_string(++number);
}

std::size_t kilobytes_of(const std::string& name) {
    std::ifstream status{"/proc/self/status"};
    for (std::string word; status >> word;) {
        std::size_t size = 0;
        if (word == name && status >> size) return size;
    }
    return 0;
}

} // namespace

TEST_CASE("a real S3 server keeps the contract of a store", "[s3]") {
    const auto store = open_store(setting(), complain);
    testing::keeps_the_contract(*store, new_folder());
}

TEST_CASE("a long recording goes there and back, and is never whole in memory", "[s3]") {
    const auto store = open_store(setting(), complain);
    const auto key = ObjectKey::parse(new_folder() + "/long.wav").value();
    constexpr std::size_t size = 300'000'000;
    FileHandle file{::open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600)};
    const auto piece = testing::long_text(1'000'000);
    Hasher sent;
    for (std::size_t at = 0; at < size; at += piece.size()) {
        REQUIRE(write_all(file.descriptor(), piece));
        sent.add(piece);
    }
    const auto before = kilobytes_of("VmHWM:");
    REQUIRE(store->put_file(key, file.descriptor()));
    const auto object = store->open(key).value();
    CHECK(object->size() == size);
    Hasher got;
    for (auto bytes = object->read(65'536); !bytes.value().empty(); bytes = object->read(65'536)) {
        got.add(*bytes);
    }
    CHECK(got.finish() == sent.finish());
    CHECK(kilobytes_of("VmHWM:") - before < 20'000);
    REQUIRE(store->remove(key));
}

TEST_CASE("what is replaced while it is read is not mixed", "[s3]") {
    const auto store = open_store(setting(), complain);
    const auto key = ObjectKey::parse(new_folder() + "/one.wav").value();
    REQUIRE(store->put_file(key, testing::file_of(std::string(2'000'000, 'a')).descriptor()));
    const auto object = store->open(key).value();
    CHECK(object->read(4).value() == "aaaa");
    REQUIRE(store->put_file(key, testing::file_of(std::string(2'000'000, 'b')).descriptor()));
    REQUIRE(object->skip(1'000'000));
    CHECK(object->read(4).error().code == Errc::unavailable);
    REQUIRE(store->remove(key));
}

TEST_CASE("bytes that have not that hash are not taken by a real server", "[s3]") {
    const auto store = open_store(setting(), complain);
    const auto hash = hash_of(new_folder());
    CHECK(store->put_file(hash, testing::file_of("other").descriptor()).error().code ==
          Errc::unavailable);
    CHECK(store->open(hash).error().code == Errc::not_found);
}

TEST_CASE("a wrong secret, key or bucket does not start", "[s3]") {
    const auto [part, code] = GENERATE(table<std::string S3Setting::*, std::string>({
        {&S3Setting::secret, "SignatureDoesNotMatch"},
        {&S3Setting::key_id, "InvalidAccessKeyId"},
        {&S3Setting::bucket, "NoSuchBucket"},
    }));
    auto wrong = setting();
    (*wrong.s3).*part = "another";
    CHECK_THROWS_WITH(open_store(wrong, complain), Catch::Contains(code));
    S3Store store{*wrong.s3};
    CHECK(store.open(hash_of("x")).error().code == Errc::unavailable);
    CHECK(store.put("x").error().code == Errc::unavailable);
    CHECK(store.remove(ObjectKey::parse("recordings/x").value()).error().code == Errc::unavailable);
}
