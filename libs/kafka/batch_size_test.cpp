#include "kafka/batch_size.hpp"

#include <catch2/catch.hpp>

using namespace hatif::kafka;
using hatif::base::Errc;
using hatif::base::Error;

namespace {
const Error refused{Errc::invalid, "an id that is none"};
const Error data{Errc::internal, "value too long", "DATA"};
const Error away{Errc::unavailable, "PostgreSQL cannot be reached"};
const Error unknown{Errc::internal, "disk full"};
} // namespace

TEST_CASE("a batch that fails by its content is halved", "[kafka][batch_size]") {
    BatchSize size{1000};
    CHECK_FALSE(size.failed(600, refused));
    CHECK(size.now() == 300);
    CHECK_FALSE(size.failed(300, data));
    CHECK(size.now() == 150);
}

TEST_CASE("one record that fails three times is to be buried", "[kafka][batch_size]") {
    BatchSize size{1000};
    CHECK_FALSE(size.failed(1, refused));
    CHECK_FALSE(size.failed(1, refused));
    CHECK(size.failed(1, refused));
}

TEST_CASE("a part that is down buries nothing, however long it stays", "[kafka][batch_size]") {
    BatchSize size{1000};
    for (int i = 0; i < 10; ++i) {
        CHECK_FALSE(size.failed(1, away));
        CHECK_FALSE(size.failed(1, unknown));
    }
    CHECK(size.now() == 1000);
}

TEST_CASE("what was taken lets the batch grow again, up to its full size", "[kafka][batch_size]") {
    BatchSize size{100};
    size.failed(40, refused);
    size.taken();
    CHECK(size.now() == 40);
    size.taken();
    size.taken();
    CHECK(size.now() == 100);
}

TEST_CASE("a success between two failures begins the count anew", "[kafka][batch_size]") {
    BatchSize size{1};
    size.failed(1, refused);
    size.failed(1, refused);
    size.taken();
    CHECK_FALSE(size.failed(1, refused));
}
