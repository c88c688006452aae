#include "schedule/retry.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace hatif::schedule;
using namespace std::chrono_literals;
using hatif::base::Instant;

namespace {

const Instant noon{std::chrono::seconds{1'736'937'000}};
const RetryPolicy thrice{.type = RetryPolicy::Type::fixed_delay, .delay = 5min, .max_retries = 3};

RetryPolicy at_dates(std::vector<Instant> dates) {
    return {.type = RetryPolicy::Type::scheduled, .dates = std::move(dates)};
}

EndedAttempt busy(int number, Instant at) {
    return {number, Outcome::busy, "", false, at};
}

std::optional<Instant> after(Outcome outcome, std::string_view reason = "", bool answered = false) {
    return next_due(thrice, {1, outcome, reason, answered, noon});
}

} // namespace

TEST_CASE("which outcomes are tried again", "[schedule][retry]") {
    struct Row {
        Outcome outcome;
        std::string_view reason;
        bool answered;
        bool again;
        const char* why;
    };
    // clang-format off
    const Row rows[]{
        {Outcome::completed,   "",                   true,  false, "reached"},
        {Outcome::user_hangup, "",                   true,  false, "reached"},
        {Outcome::no_answer,   "",                   false, true,  "nobody there"},
        {Outcome::busy,        "",                   false, true,  "engaged"},
        {Outcome::rejected,    "",                   false, true,  "declined"},
        {Outcome::voicemail,   "",                   true,  true,  "a machine heard it"},
        {Outcome::failed,      "sip_503_service_unavailable", false, true, "the carrier's fault"},
        {Outcome::failed,      "worker_lost",        false, true,  "perhaps never rang"},
        {Outcome::failed,      "worker_lost",        true,  false, "the person has heard us"},
        {Outcome::failed,      "sip_404_not_found",  false, false, "no such number"},
        {Outcome::failed,      "sip_410_gone",       false, false, "no such number"},
        {Outcome::failed,      "sip_484_address_incomplete", false, false, "no such number"},
        {Outcome::failed,      "sip_604_does_not_exist_anywhere", false, false, "no such number"},
        {Outcome::cancelled,   "",                   false, false, "taken back"},
    };
    // clang-format on
    for (const Row& row : rows) {
        CAPTURE(row.why);
        CHECK(after(row.outcome, row.reason, row.answered).has_value() == row.again);
    }
}

TEST_CASE("the delay counts from the end of the attempt", "[schedule][retry]") {
    CHECK(after(Outcome::busy) == noon + 5min);
}

TEST_CASE("maxRetries are attempts after the first", "[schedule][retry]") {
    CHECK(next_due(thrice, {3, Outcome::busy, "", false, noon}));
    CHECK_FALSE(next_due(thrice, {4, Outcome::busy, "", false, noon}));
    CHECK_FALSE(next_due(RetryPolicy{}, {1, Outcome::busy, "", false, noon}));
}

TEST_CASE("retryOn says which outcomes are tried again, never those that reached the person",
          "[schedule][retry]") {
    auto policy = thrice;
    policy.on = {Outcome::busy, Outcome::completed};
    CHECK(next_due(policy, busy(1, noon)));
    CHECK_FALSE(next_due(policy, {1, Outcome::no_answer, "", false, noon}));
    CHECK_FALSE(next_due(policy, {1, Outcome::completed, "", true, noon}));
}

TEST_CASE("a number that does not exist is not called again, whatever its outcome is called",
          "[schedule][retry]") {
    CHECK_FALSE(next_due(thrice, {1, Outcome::no_answer, "sip_404_not_found", false, noon}));
    CHECK_FALSE(next_due(at_dates({noon + 1h}), {1, Outcome::failed, "sip_410_gone", false, noon}));
}

TEST_CASE("scheduled retries come at their dates, the next that is not past", "[schedule][retry]") {
    const auto policy = at_dates({noon + 1h, noon + 2h, noon + 3h});
    CHECK(next_due(policy, busy(1, noon)) == noon + 1h);
    CHECK(next_due(policy, busy(2, noon + 1h + 1min)) == noon + 2h);
    CHECK(next_due(policy, busy(1, noon + 2h + 30min)) == noon + 3h);
    CHECK(next_due(policy, busy(2, noon + 2h)) == noon + 3h);
    CHECK_FALSE(next_due(policy, busy(1, noon + 3h)));
}

TEST_CASE("there are at most as many scheduled retries as dates", "[schedule][retry]") {
    const auto policy = at_dates({noon + 1h, noon + 2h});
    CHECK(next_due(policy, busy(2, noon)));
    CHECK_FALSE(next_due(policy, busy(3, noon)));
    CHECK_FALSE(next_due(at_dates({}), busy(1, noon)));
}

TEST_CASE("an outcome with a delay and a count of its own uses these, the others the policy's",
          "[schedule][retry]") {
    auto policy = thrice;
    policy.by_outcome = {{Outcome::busy, {.delay = 1min, .max_retries = 1}},
                         {Outcome::no_answer, {.delay = 2h}},
                         {Outcome::failed, {.max_retries = 0}}};
    const auto due = [&](Outcome outcome, int number, int same) {
        return next_due(policy, {number, outcome, "", false, noon, same});
    };
    CHECK(due(Outcome::busy, 1, 1) == noon + 1min);
    CHECK_FALSE(due(Outcome::busy, 2, 2));
    CHECK(due(Outcome::busy, 9, 1) == noon + 1min); // others do not count
    CHECK(due(Outcome::no_answer, 3, 3) == noon + 2h);
    CHECK_FALSE(due(Outcome::no_answer, 4, 1)); // the policy's count is of all attempts
    CHECK_FALSE(due(Outcome::failed, 1, 1));
    CHECK(due(Outcome::rejected, 1, 1) == noon + 5min);
}

TEST_CASE("no count of its own calls again whoever may not be", "[schedule][retry]") {
    auto policy = thrice;
    policy.by_outcome = {{Outcome::busy, {.delay = 1min, .max_retries = 9}},
                         {Outcome::completed, {.max_retries = 9}},
                         {Outcome::failed, {.max_retries = 9}}};
    policy.on = {Outcome::failed};
    CHECK_FALSE(next_due(policy, busy(1, noon)));
    CHECK_FALSE(next_due(policy, {1, Outcome::completed, "", true, noon}));
    CHECK_FALSE(next_due(policy, {1, Outcome::failed, "sip_404_not_found", false, noon}));
    policy.type = RetryPolicy::Type::none;
    CHECK_FALSE(next_due(policy, {1, Outcome::failed, "", false, noon}));
    policy.type = RetryPolicy::Type::scheduled;
    policy.dates = {noon + 1h};
    CHECK(next_due(policy, {1, Outcome::failed, "", false, noon}) == noon + 1h);
}

TEST_CASE("a person is called no more often than all counts together allow", "[schedule][retry]") {
    std::mt19937 random{9};
    for (int story = 0; story < 2'000; ++story) {
        auto policy = thrice;
        policy.max_retries = static_cast<int>(random() % 4);
        int most = 1 + policy.max_retries;
        for (const auto outcome : retryable) {
            if (random() % 2 == 0) continue;
            const auto own = static_cast<int>(random() % 4);
            policy.by_outcome[outcome].max_retries = own;
            most += own;
        }
        std::array<int, outcome_count> seen{};
        int number = 0;
        for (auto at = noon;; ++number) {
            const auto outcome = retryable[random() % retryable.size()];
            const int same = ++seen[static_cast<std::size_t>(outcome)];
            const auto next = next_due(policy, {number + 1, outcome, "", false, at, same});
            const auto own = policy.by_outcome.find(outcome);
            const bool again = own == policy.by_outcome.end() ? number < policy.max_retries
                                                              : same <= own->second.max_retries;
            REQUIRE(next.has_value() == again);
            if (!next) break;
            REQUIRE(*next == at + 5min);
            at = *next;
        }
        REQUIRE(number + 1 <= most);
    }
}
