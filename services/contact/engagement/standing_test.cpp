#include "contact/engagement/standing.hpp"

#include <hatif/type/v1/outcome.pb.h>

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <random>
#include <set>

using namespace hatif;
using namespace hatif::contact;
using namespace hatif::type::v1;
using namespace std::chrono_literals;

namespace {

const base::Instant noon{1'700'049'600s};
const base::OrganizationId organization{base::Uuid::v7(noon)};
const base::ContactId fatima{base::Uuid::v7(noon)};
const base::TrunkId trunk{base::Uuid::v7(noon)};
constexpr const char* number = "+212612345678";

EndedCall gone(int day) {
    return {.organization = organization,
            .contact = fatima,
            .to = number,
            .at = noon + day * 24h,
            .outcome = OUTCOME_FAILED,
            .reason = "sip_404_not_found"};
}

EndedCall answered(int day) {
    return {.organization = organization,
            .contact = fatima,
            .to = number,
            .at = noon + day * 24h,
            .answered = true,
            .outcome = OUTCOME_COMPLETED};
}

EndedCall by(EndedCall call, const base::TrunkId& its) {
    call.trunk = its;
    return call;
}

/// One contact and what is known of her phone after the calls.
bool unreachable_after(const std::vector<EndedCall>& calls, bool before = false) {
    Standings standings;
    standings[fatima].phone = KnownPhone{number, before};
    TrunkRecords trunks;
    take_calls(calls, standings, trunks);
    return standings[fatima].phone->unreachable;
}

} // namespace

TEST_CASE("three failures for good on different days make a phone unreachable",
          "[contact][engagement]") {
    CHECK_FALSE(unreachable_after({gone(0), gone(1)}));
    CHECK_FALSE(unreachable_after({gone(0), gone(0), gone(0), gone(0)}));
    CHECK(unreachable_after({gone(0), gone(1), gone(2)}));
    CHECK(unreachable_after({gone(0), gone(5), gone(9)}));
}

TEST_CASE("an answer makes it reachable, and the days begin anew", "[contact][engagement]") {
    CHECK_FALSE(unreachable_after({answered(3)}, true));
    CHECK_FALSE(unreachable_after({gone(0), gone(1), answered(1), gone(2)}));
    CHECK_FALSE(unreachable_after({gone(0), gone(1), gone(2), answered(3)}));
    CHECK(unreachable_after({gone(0)}, true)); // it stays so until then
}

TEST_CASE("a call to a number that she has no more says nothing of her phone",
          "[contact][engagement]") {
    auto old = gone(2);
    old.to = "+212699999999";
    CHECK_FALSE(unreachable_after({gone(0), gone(1), old}));
    auto heard = answered(3);
    heard.to = "+212699999999";
    CHECK(unreachable_after({heard}, true));
}

TEST_CASE("failures do not count while a trunk fails them", "[contact][engagement]") {
    std::vector<EndedCall> calls;
    const auto other = [](EndedCall call) { // somebody who is no contact any more
        call.contact = base::ContactId{base::Uuid::v7(noon)};
        return call;
    };
    for (int i = 0; i < 20; ++i) calls.push_back(by(other(gone(0)), trunk));
    for (int day = 0; day < 3; ++day) calls.push_back(by(gone(day), trunk));
    CHECK_FALSE(unreachable_after(calls));

    // It heals; then the failures are the number's own.
    for (int i = 0; i < 100; ++i) calls.push_back(by(other(answered(3)), trunk));
    for (int day = 4; day < 7; ++day) calls.push_back(by(gone(day), trunk));
    CHECK(unreachable_after(calls));
}

TEST_CASE("one trunk's trouble is not another's", "[contact][engagement]") {
    std::vector<EndedCall> calls;
    auto stranger = gone(0);
    stranger.contact = base::ContactId{base::Uuid::v7(noon)};
    for (int i = 0; i < 20; ++i) calls.push_back(by(stranger, trunk));
    const base::TrunkId good{base::Uuid::v7(noon)};
    for (int day = 0; day < 3; ++day) calls.push_back(by(gone(day), good));
    CHECK(unreachable_after(calls));
}

TEST_CASE("an answer that is told after newer failures forgets only what was before it",
          "[contact][engagement]") {
    CHECK_FALSE(unreachable_after({answered(3), gone(0), gone(1), gone(2)}));
    CHECK(unreachable_after({gone(1), gone(2), gone(3), answered(0)}));
    CHECK_FALSE(unreachable_after({gone(0), gone(2), gone(3), answered(1)}));
    CHECK(unreachable_after({gone(3), gone(1), gone(2)}));
}

namespace {

/// From 0 to `most` - 1.
int roll(std::mt19937& dice, unsigned most) {
    return static_cast<int>(dice() % most);
}

/// Calls of some days, in any order.
std::vector<EndedCall> some_calls(std::mt19937& dice) {
    std::vector<EndedCall> calls;
    for (int n = 0; n < 12; ++n) {
        auto call = roll(dice, 5) == 0 ? answered(roll(dice, 8)) : gone(roll(dice, 8));
        call.at += roll(dice, 8) * 1h;
        if (!call.answered && roll(dice, 3) == 0) {
            call.outcome = OUTCOME_BUSY;
            call.reason = "sip_486_busy_here";
        }
        calls.push_back(std::move(call));
    }
    return calls;
}

/// Looks at the whole history: on how many days did calls fail for good since the last answer?
bool oracle(const std::vector<EndedCall>& calls) {
    base::Instant heard{};
    for (const auto& call : calls) {
        if (call.answered) heard = std::max(heard, call.at);
    }
    std::set<int> days;
    for (const auto& call : calls) {
        if (is_gone(call) && call.at > heard) days.insert(day_of(call.at));
    }
    return days.size() >= 3;
}

} // namespace

TEST_CASE("a phone is unreachable by its days since the last answer, in whatever order it is told",
          "[contact][engagement][law]") {
    std::mt19937 dice{2023};
    for (int run = 0; run < 2'000; ++run) {
        const auto calls = some_calls(dice);
        CAPTURE(run);
        REQUIRE(unreachable_after(calls) == oracle(calls));
    }
}

TEST_CASE("a phone turns only where it was to be expected", "[contact][engagement][law]") {
    std::mt19937 dice{404};
    int turned = 0, expected = 0;
    for (int run = 0; run < 2'000; ++run) {
        Standings standings;
        auto& standing = standings[fatima];
        standing.phone = KnownPhone{number, false};
        TrunkRecords trunks;
        take_calls(some_calls(dice), standings, trunks);
        const bool before = standing.phone->unreachable;
        const KnownPhones known{{fatima, {standing.gone.last_of_day.size(), before}}};
        auto calls = some_calls(dice);
        calls.erase(calls.begin() + 3, calls.end());
        const auto turns = may_turn(calls, known);
        take_calls(calls, standings, trunks);
        expected += static_cast<int>(turns.size());
        if (standing.phone->unreachable == before) continue;
        ++turned;
        CAPTURE(run);
        REQUIRE(turns.contains(organization));
    }
    CHECK(turned > 100);
    CHECK(expected < 1'500); // most calls take nobody's turn
}
