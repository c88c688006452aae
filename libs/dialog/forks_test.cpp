#include "dialog/forks.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <random>

using namespace hatif::dialog;
using Verdict = Forks::Verdict;

TEST_CASE("reliable answers are acknowledged in the order of their RSeq (RFC 3262, 4)",
          "[unit][forks]") {
    Forks forks;
    CHECK(forks.hear("a", 700, "") == Verdict::reliable); // any first number
    CHECK(forks.hear("a", 700, "") == Verdict::ignored);  // a repeat
    CHECK(forks.hear("a", 702, "") == Verdict::ignored);  // 701 is missing
    CHECK(forks.hear("a", 701, "") == Verdict::reliable);
    CHECK(forks.hear("a", 702, "") == Verdict::reliable);
    CHECK(forks.hear("a", 701, "") == Verdict::ignored);
    CHECK(forks.hear("a", 0, "") == Verdict::ignored);
    CHECK(forks.hear("a", std::nullopt, "") == Verdict::plain);
}

TEST_CASE("every fork counts for itself", "[unit][forks]") {
    Forks forks;
    CHECK(forks.hear("a", 5, "one") == Verdict::reliable);
    CHECK(forks.hear("b", 9, "two") == Verdict::reliable);
    CHECK(forks.hear("a", 6, "") == Verdict::reliable);
    CHECK(forks.sdp_of("a") == "one");
    CHECK(forks.sdp_of("b") == "two");
    CHECK(forks.sdp_of("c").empty());
}

TEST_CASE("the first SDP of a fork is its answer, before all what was said reliably",
          "[unit][forks]") {
    Forks forks;
    forks.hear("a", std::nullopt, "ring-back");
    forks.hear("a", std::nullopt, "other");
    CHECK(forks.sdp_of("a") == "ring-back");
    CHECK_FALSE(forks.is_agreed("a"));
    forks.hear("a", 1, "answer");
    forks.hear("a", 2, "again");
    CHECK(forks.sdp_of("a") == "answer");
    CHECK(forks.is_agreed("a"));
    forks.replace("a", "moved");
    CHECK(forks.sdp_of("a") == "moved");
}

TEST_CASE("forks without end are not remembered, and not acknowledged", "[unit][forks]") {
    Forks forks;
    for (int i = 0; i < 16; ++i) {
        CHECK(forks.hear(std::to_string(i), 1, "") == Verdict::reliable);
    }
    CHECK(forks.hear("more", 1, "") == Verdict::ignored);
    CHECK(forks.hear("more", std::nullopt, "sdp") == Verdict::plain);
    CHECK(forks.hear("3", 2, "") == Verdict::reliable);
}

TEST_CASE("whatever comes in whatever order, numbers are acknowledged without gap or repeat",
          "[unit][forks]") {
    std::mt19937 random{1};
    for (int round = 0; round < 500; ++round) {
        Forks forks;
        std::map<std::string, std::uint32_t> last;
        for (int i = 0; i < 200; ++i) {
            const auto tag = std::to_string(random() % 4);
            const auto rseq = static_cast<std::uint32_t>(random() % 12);
            if (forks.hear(tag, rseq, "") != Verdict::reliable) continue;
            REQUIRE((last[tag] == 0 || rseq == last[tag] + 1));
            last[tag] = rseq;
        }
    }
}
