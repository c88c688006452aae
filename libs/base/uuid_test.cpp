#include "base/uuid.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace hatif::base;
using namespace std::chrono_literals;

TEST_CASE("a uuid reads what it prints", "[base][uuid]") {
    const auto it = Uuid::v7(Instant{1'736'937'000'123ms});
    CHECK(Uuid::parse(it.to_string()) == it);
    CHECK(Uuid::parse("0192F3A4-0000-7000-8000-00000000000A")->to_string() ==
          "0192f3a4-0000-7000-8000-00000000000a");
}

TEST_CASE("what is no uuid is refused", "[base][uuid]") {
    for (const auto* wrong :
         {"", "x", "0192f3a4-0000-7000-8000-00000000000", "0192f3a40-000-7000-8000-00000000000a",
          "0192f3a4-0000-7000-8000-00000000000g"}) {
        CAPTURE(wrong);
        CHECK_FALSE(Uuid::parse(wrong).has_value());
    }
}

TEST_CASE("ids of version 7 sort by their time and differ", "[base][uuid]") {
    std::set<Uuid> seen;
    for (int i = 0; i < 1'000; ++i) seen.insert(Uuid::v7(Instant{5ms}));
    CHECK(seen.size() == 1'000);
    CHECK(Uuid::v7(Instant{5ms}) < Uuid::v7(Instant{6ms}));
    CHECK(Uuid::v7(Instant{5ms}).to_string()[14] == '7');
}

TEST_CASE("a derived id depends on its parts alone", "[base][uuid]") {
    const auto from = Uuid::v7(Instant{5ms});
    CHECK(Uuid::derived(from, 1) == Uuid::derived(from, 1));
    CHECK(Uuid::derived(from, 1) != Uuid::derived(from, 2));
    CHECK(Uuid::derived(from, 1).to_string()[14] == '8');
}
