#include "program_scheduler/numbers/dialled_number.hpp"

#include <catch2/catch.hpp>

using namespace hatif::program_scheduler;
using Texts = std::vector<std::string>;

TEST_CASE("what was dialled is read with the plus, without it, and behind 00", "[unit][numbers]") {
    for (const auto* text : {"+212522000001", "212522000001", "00212522000001",
                             "+212-522-000-001;npdi;rn=+2125", "+212 (522) 000.001"}) {
        CAPTURE(text);
        CHECK(international(text) == Texts{"+212522000001"});
    }
    for (const auto* text : {"", "anonymous", "+", "2125+22", "s@host", ";x", "*31#0522"}) {
        CAPTURE(text);
        CHECK_FALSE(e164_of(text, "MA"));
    }
    CHECK(international("anonymous").empty());
}

TEST_CASE("a national number is read in its country, and nowhere without one", "[unit][numbers]") {
    CHECK(e164_of("0522000001", "MA") == "+212522000001");
    CHECK(e164_of("0142000001", "FR") == "+33142000001");
    CHECK(e164_of("5125550100", "US") == "+15125550100");
    CHECK(e164_of("212522000001", "MA") == "+212522000001");
    CHECK_FALSE(e164_of("0522000001", std::nullopt));
    CHECK_FALSE(e164_of("0522000001", "??"));
    CHECK(e164_of("+212522000001", std::nullopt) == "+212522000001");
}
