#include "program_scheduler/content/spool.hpp"

#include "objects/directory_store.hpp"
#include "objects/temporary_directory.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::program_scheduler;
using objects::testing::TemporaryDirectory;

TEST_CASE("an upload is hashed while it is written, and has no name",
          "[program_scheduler][spool]") {
    const TemporaryDirectory uploads;
    const TemporaryDirectory kept;
    objects::DirectoryStore store{kept.path()};
    auto upload = Spool::open(uploads.path()).value();
    const std::string long_one(200'000, 'x');
    REQUIRE(upload.add(long_one));
    REQUIRE(upload.add("end"));
    const auto hash = upload.hash();

    CHECK(hash == objects::hash_of(long_one + "end"));
    CHECK(std::filesystem::is_empty(uploads.path()));
    REQUIRE(store.put_file(hash, upload.descriptor()));
    CHECK(store.open(hash).value()->size() == long_one.size() + 3);
}

TEST_CASE("an upload of more than 128 MiB is not taken", "[program_scheduler][spool]") {
    const TemporaryDirectory uploads;
    auto upload = Spool::open(uploads.path()).value();
    const std::string piece(32 << 20, 'x');
    for (int part = 0; part < 4; ++part) REQUIRE(upload.add(piece));
    CHECK(upload.add("x").error().reason == "TOO_LARGE");
}
