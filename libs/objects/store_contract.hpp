#pragma once

#include "objects/file_handle.hpp"
#include "objects/object_store.hpp"

#include <catch2/catch.hpp>

#include <sys/mman.h>
#include <thread>
#include <vector>

namespace hatif::objects::testing {

inline FileHandle file_of(std::string_view bytes) {
    FileHandle file{memfd_create("test", MFD_CLOEXEC)};
    REQUIRE(write_all(file.descriptor(), bytes));
    return file;
}

inline std::string all_of(Object& object, std::size_t piece) {
    std::string all;
    for (auto bytes = object.read(piece); !bytes.value().empty(); bytes = object.read(piece)) {
        CHECK(bytes->size() <= piece);
        all += *bytes;
    }
    return all;
}

/// Different bytes all along, so that a block in a wrong place shows.
inline std::string long_text(std::size_t size) {
    std::string text;
    for (std::size_t i = 0; text.size() < size; ++i) text += std::to_string(i) + ' ';
    text.resize(size);
    return text;
}

/// What every store keeps, whatever it is made of. Each run needs keys of its own below `folder`.
inline void keeps_the_contract(ObjectStore& store, const std::string& folder) {
    using base::Errc;
    const auto key = ObjectKey::parse(folder + "/one.wav").value();

    SECTION("bytes are kept under their hash and read again in pieces") {
        const auto hash = store.put("hello " + folder).value();
        CHECK(hash == hash_of("hello " + folder));
        CHECK(all_of(*store.open(hash).value(), 2) == "hello " + folder);
        CHECK(store.put("hello " + folder).value() == hash);
    }
    SECTION("a file is kept whole, wherever it was read up to") {
        const auto size = GENERATE(std::size_t{1}, std::size_t{524'288}, std::size_t{524'289},
                                   std::size_t{3'000'001});
        const auto text = long_text(size) + folder;
        const auto file = file_of(text);
        REQUIRE(store.put_file(hash_of(text), file.descriptor()));
        REQUIRE(store.put_file(key, file.descriptor()));
        CHECK(all_of(*store.open(hash_of(text)).value(), 65'536) == text);
        CHECK(all_of(*store.open(key).value(), 700'001) == text);
    }
    SECTION("an object is read from any of its bytes") {
        const auto text = long_text(1'500'000);
        REQUIRE(store.put_file(key, file_of(text).descriptor()));
        const auto object = store.open(key).value();
        CHECK(object->size() == text.size());
        for (const std::size_t from : {1'400'000U, 3U, 524'287U, 1'499'999U, 0U}) {
            REQUIRE(object->skip(from));
            CHECK(object->read(10).value() == text.substr(from, 10));
        }
        REQUIRE(object->skip(text.size()));
        CHECK(object->read(100).value().empty());
        REQUIRE(object->skip(text.size() + 7));
        CHECK(object->read(100).value().empty());
    }
    SECTION("an object may be empty") {
        REQUIRE(store.put_file(key, file_of("").descriptor()));
        const auto object = store.open(key).value();
        CHECK(object->size() == 0);
        CHECK(object->read(100).value().empty());
    }
    SECTION("what is put again under a key takes the place of what was there") {
        REQUIRE(store.put_file(key, file_of("the first").descriptor()));
        REQUIRE(store.put_file(key, file_of("second").descriptor()));
        CHECK(all_of(*store.open(key).value(), 100) == "second");
    }
    SECTION("what was never put is not found") {
        CHECK(store.open(hash_of("never " + folder)).error().code == Errc::not_found);
        CHECK(store.open(key).error().code == Errc::not_found);
    }
    SECTION("what was removed is gone, and removing it again is no error") {
        REQUIRE(store.put_file(key, file_of("hello").descriptor()));
        REQUIRE(store.remove(key));
        CHECK(store.open(key).error().code == Errc::not_found);
        REQUIRE(store.remove(key));
    }
    SECTION("what could not be read leaves what was there") {
        constexpr int no_file = -1;
        REQUIRE(store.put_file(key, file_of("hello").descriptor()));
        CHECK(store.put_file(key, no_file).error().code == Errc::unavailable);
        CHECK(all_of(*store.open(key).value(), 100) == "hello");
        const auto hash = hash_of("nothing of " + folder);
        CHECK(store.put_file(hash, no_file).error().code == Errc::unavailable);
        CHECK(store.open(hash).error().code == Errc::not_found);
    }
    SECTION("many may put and read at once") {
        std::vector<std::thread> writers;
        std::atomic<int> right{0};
        for (int writer = 0; writer < 4; ++writer) {
            writers.emplace_back([&] {
                for (int blob = 0; blob < 5; ++blob) {
                    const auto text = folder + std::string(1000, static_cast<char>('a' + blob));
                    const auto hash = store.put(text);
                    const auto object = hash ? store.open(*hash) : base::fail(hash.error());
                    if (object && (*object)->read(2000) == text) ++right;
                }
            });
        }
        for (auto& writer : writers) writer.join();
        CHECK(right == 20);
    }
    REQUIRE(store.remove(key));
}

} // namespace hatif::objects::testing
