#include "objects/directory_store.hpp"
#include "objects/file_handle.hpp"
#include "objects/temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <sys/mman.h>

using namespace hatif::objects;
using hatif::base::Errc;
namespace fs = std::filesystem;

namespace {

const auto key = ObjectKey::parse("recordings/organization/one.wav").value();

FileHandle file_of(std::string_view bytes) {
    FileHandle file{memfd_create("test", MFD_CLOEXEC)};
    REQUIRE(write_all(file.descriptor(), bytes));
    return file;
}

} // namespace

TEST_CASE("a file is kept under its key and read from any of its bytes", "[unit][objects]") {
    const testing::TemporaryDirectory directory;
    DirectoryStore store{directory.path() / "store"};
    REQUIRE(store.put_file(key, file_of("hello").descriptor()));

    const auto object = store.open(key).value();
    CHECK(object->size() == 5);
    CHECK(object->read(2).value() == "he");
    REQUIRE(object->skip(4));
    CHECK(object->read(100).value() == "o");
    CHECK(fs::exists(directory.path() / "store/recordings/organization/one.wav"));
}

TEST_CASE("what is put again under a key takes the place of what was there", "[unit][objects]") {
    const testing::TemporaryDirectory directory;
    DirectoryStore store{directory.path()};
    REQUIRE(store.put_file(key, file_of("the first").descriptor()));
    const auto before = store.open(key).value();
    REQUIRE(store.put_file(key, file_of("second").descriptor()));

    CHECK(store.open(key).value()->read(100).value() == "second");
    CHECK(before->read(100).value() == "the first"); // whoever reads it reads on
}

TEST_CASE("what was removed is gone, and removing it again is no error", "[unit][objects]") {
    const testing::TemporaryDirectory directory;
    DirectoryStore store{directory.path()};
    REQUIRE(store.put_file(key, file_of("hello").descriptor()));

    REQUIRE(store.remove(key));
    CHECK(store.open(key).error().code == Errc::not_found);
    REQUIRE(store.remove(key));
    REQUIRE(store.remove(ObjectKey::parse("never/was").value()));
}

TEST_CASE("a folder is no object", "[unit][objects]") {
    const testing::TemporaryDirectory directory;
    DirectoryStore store{directory.path()};
    REQUIRE(store.put_file(key, file_of("hello").descriptor()));
    const auto folder = ObjectKey::parse("recordings/organization").value();

    CHECK(store.open(folder).error().code == Errc::not_found);
    CHECK(store.open(ObjectKey::parse(key.value() + "/below").value()).error().code ==
          Errc::not_found);
    CHECK(store.put_file(folder, file_of("x").descriptor()).error().code == Errc::unavailable);
    REQUIRE(store.remove(folder));
    CHECK(store.open(key));
}

TEST_CASE("what could not be written leaves what was there", "[unit][objects]") {
    const testing::TemporaryDirectory directory;
    DirectoryStore store{directory.path()};
    REQUIRE(store.put_file(key, file_of("hello").descriptor()));
    constexpr int no_file = -1;

    CHECK(store.put_file(key, no_file).error().code == Errc::unavailable);
    CHECK(store.open(key).value()->read(100).value() == "hello");
    CHECK(std::distance(fs::directory_iterator{directory.path() / "recordings/organization"},
                        fs::directory_iterator{}) == 1);
}

TEST_CASE("while the whole directory is away nothing is missing, and nothing was removed",
          "[unit][objects]") {
    const testing::TemporaryDirectory directory;
    const auto root = directory.path() / "store";
    DirectoryStore store{root};
    REQUIRE(store.put_file(key, file_of("hello").descriptor()));
    fs::rename(root, directory.path() / "elsewhere");

    CHECK(store.open(key).error().code == Errc::unavailable);
    CHECK(store.open(hash_of("hello")).error().code == Errc::unavailable);
    CHECK(store.remove(key).error().code == Errc::unavailable);
    fs::rename(directory.path() / "elsewhere", root);
    CHECK(store.open(key));
}
