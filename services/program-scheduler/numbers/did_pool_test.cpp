#include "program_scheduler/numbers/did_pool.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::program_scheduler;

namespace {

Did did(std::uint8_t last, DidStatus status = DidStatus::active) {
    base::Uuid::Bytes bytes{};
    bytes.back() = last;
    return {.id = base::DidId{base::Uuid{bytes}},
            .organization = {},
            .number = "+21252200000" + std::to_string(last),
            .status = status};
}

const std::vector<Did> dids{did(1), did(2), did(3, DidStatus::inactive),
                            did(4, DidStatus::reserved)};

std::string pool_of(const std::vector<std::string>& entries) {
    const auto pool = match_pool(entries, dids);
    std::string text;
    if (!pool) {
        text = pool.error().reason;
        for (const auto& field : pool.error().fields) text += " " + field.path;
        return text;
    }
    for (const auto& it : *pool) text += it.number + " ";
    return text;
}

} // namespace

TEST_CASE("a pool names its numbers by number or id, and keeps their order",
          "[program_scheduler][did_pool]") {
    CHECK(pool_of({"+212522000002", "+212522000001"}) == "+212522000002 +212522000001 ");
    CHECK(pool_of({"00000000-0000-0000-0000-000000000002", " +212522000001 "}) ==
          "+212522000002 +212522000001 ");
}

TEST_CASE("a number that is named twice is there once", "[program_scheduler][did_pool]") {
    CHECK(pool_of({"+212522000001", "00000000-0000-0000-0000-000000000001", "+212522000001"}) ==
          "+212522000001 ");
}

TEST_CASE("a pool that cannot be used says which of it", "[program_scheduler][did_pool]") {
    CHECK(pool_of({}) == "EMPTY_DID_POOL didPool");
    CHECK(pool_of({"+212522000001", "+33123456789"}) == "DID_NOT_ACCESSIBLE didPool[1]");
    CHECK(pool_of({"", "00000000-0000-0000-0000-000000000009"}) ==
          "DID_NOT_ACCESSIBLE didPool[0] didPool[1]");
    CHECK(pool_of({"+212522000003", "+212522000001", "+212522000004"}) ==
          "DID_NOT_ACTIVE didPool[0] didPool[2]");
    CHECK(pool_of({"+212522000003", "nobody's"}) == "DID_NOT_ACCESSIBLE didPool[1] didPool[0]");
}
