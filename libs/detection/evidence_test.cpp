#include "detection/evidence.hpp"

#include <catch2/catch.hpp>

using namespace hatif::detection;
using std::chrono::milliseconds;

namespace {

constexpr Evidence hello{.length = milliseconds{400}, .words = 1, .syllables = 2};

} // namespace

TEST_CASE("what was said counts by its syllables more than by its time", "[detection][evidence]") {
    const Evidence usual{milliseconds{1'600}, 2, 8};
    const Evidence slow{milliseconds{2'400}, 2, 8};
    const Evidence more{milliseconds{1'600}, 2, 12};
    CHECK(amount(usual).count() == Approx(1'600));
    CHECK(amount(slow) > amount(usual));
    CHECK(amount(more) > amount(slow));
    CHECK(amount({}).count() == 0);
}

TEST_CASE("behind hello a shorter silence is a person than behind half a sentence",
          "[detection][evidence]") {
    const Evidence sentence{milliseconds{1'200}, 1, 6};
    CHECK(patience(hello) < 1);
    CHECK(patience(sentence) > 1);
}

TEST_CASE("who speaks slowly pauses longer too", "[detection][evidence]") {
    auto slow = hello;
    slow.length = 2 * hello.length;
    CHECK(patience(slow) > patience(hello));
}

TEST_CASE("whatever was said, patience has its bounds", "[detection][evidence]") {
    for (int length = 0; length <= 20'000; length += 500)
        for (int words = 0; words <= 20; ++words)
            for (int syllables = 0; syllables <= 100; syllables += 5) {
                const float share = patience({milliseconds{length}, words, syllables});
                CHECK(share >= 0.5F);
                CHECK(share <= 1.5F);
            }
}
