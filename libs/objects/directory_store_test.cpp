#include "objects/directory_store.hpp"

#include "objects/file_handle.hpp"
#include "objects/temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <sys/mman.h>
#include <thread>

using namespace hatif::objects;
using hatif::base::Errc;
namespace fs = std::filesystem;

namespace {

constexpr auto hash_of_hello = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

std::string all_of(ObjectStore& store, const ContentHash& hash, std::size_t piece) {
    const auto object = store.open(hash).value();
    std::string all;
    while (true) {
        const auto bytes = object->read(piece).value();
        if (bytes.empty()) break;
        all += bytes;
    }
    CHECK(object->size() == all.size());
    return all;
}

std::vector<std::string> files_below(const fs::path& directory) {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator{directory}) {
        if (entry.is_regular_file()) names.push_back(entry.path().filename());
    }
    return names;
}

} // namespace

TEST_CASE("bytes are kept under their hash and read again in pieces", "[unit][objects]") {
    const testing::TemporaryDirectory directory;
    DirectoryStore store{directory.path()};
    const auto hash = store.put("hello").value();

    CHECK(hash.value() == hash_of_hello);
    CHECK(all_of(store, hash, 2) == "hello");
    CHECK(fs::exists(directory.path() / "2c" / "f2" / hash_of_hello));
}

TEST_CASE("an object is read from any of its bytes", "[unit][objects]") {
    const testing::TemporaryDirectory directory;
    DirectoryStore store{directory.path()};
    const auto object = store.open(store.put("hello").value()).value();

    REQUIRE(object->skip(3));
    CHECK(object->read(100).value() == "lo");
    REQUIRE(object->skip(0));
    CHECK(object->read(1).value() == "h");
    REQUIRE(object->skip(5));
    CHECK(object->read(100).value().empty());
}

TEST_CASE("what is put twice is kept once", "[unit][objects]") {
    const testing::TemporaryDirectory directory;
    DirectoryStore store{directory.path()};
    REQUIRE(store.put("hello"));
    REQUIRE(store.put("hello"));

    CHECK(files_below(directory.path()) == std::vector<std::string>{hash_of_hello});
}

TEST_CASE("a file is kept whole, wherever it was read up to", "[unit][objects]") {
    const testing::TemporaryDirectory directory;
    DirectoryStore store{directory.path()};
    const std::string long_one = std::string(200'000, 'x') + "end";
    const FileHandle upload{memfd_create("upload", MFD_CLOEXEC)};
    REQUIRE(write_all(upload.descriptor(), long_one));
    const auto hash = hash_of(long_one);

    REQUIRE(store.put_file(hash, upload.descriptor()));
    CHECK(all_of(store, hash, 65536) == long_one);
}

TEST_CASE("what was never put is not found", "[unit][objects]") {
    const testing::TemporaryDirectory directory;
    DirectoryStore store{directory.path()};
    CHECK(store.open(hash_of("nothing")).error().code == Errc::not_found);
}

TEST_CASE("what could not be written leaves nothing behind", "[unit][objects]") {
    const testing::TemporaryDirectory directory;
    DirectoryStore store{directory.path()};
    constexpr int no_file = -1;

    CHECK(store.put_file(hash_of("hello"), no_file).error().code == Errc::unavailable);
    CHECK(files_below(directory.path()).empty());
    CHECK(store.open(hash_of("hello")).error().code == Errc::not_found);
}

TEST_CASE("many may put the same at once", "[unit][objects]") {
    const testing::TemporaryDirectory directory;
    DirectoryStore store{directory.path()};
    std::vector<std::thread> writers;
    for (int writer = 0; writer < 8; ++writer) {
        writers.emplace_back([&] {
            for (int blob = 0; blob < 20; ++blob) (void)store.put(std::string(1000, char(blob)));
        });
    }
    for (auto& writer : writers) writer.join();

    CHECK(files_below(directory.path()).size() == 20);
    CHECK(all_of(store, hash_of(std::string(1000, char(7))), 4096) == std::string(1000, char(7)));
}

TEST_CASE("a store that cannot have its directory does not start", "[unit][objects]") {
    const testing::TemporaryDirectory directory;
    std::ofstream{directory.path() / "file"} << "in the way";
    CHECK_THROWS(DirectoryStore{directory.path() / "file" / "objects"});
}

TEST_CASE("only a hash is a hash, so that no text becomes a path", "[unit][objects]") {
    CHECK(parse_content_hash(hash_of_hello));
    CHECK_FALSE(parse_content_hash(""));
    CHECK_FALSE(parse_content_hash("../../../../etc/passwd"));
    CHECK_FALSE(parse_content_hash(std::string(64, 'F')));
    CHECK_FALSE(parse_content_hash(std::string(63, 'a')));
    CHECK_FALSE(parse_content_hash(std::string(60, 'a') + "/../"));
}
