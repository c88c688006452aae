#include "schedule/retry.hpp"

#include <catch2/catch.hpp>

using namespace hatif::schedule;
using namespace std::chrono_literals;
using hatif::base::Instant;

namespace {

const Instant noon{std::chrono::seconds{1'736'937'000}};
const RetryPolicy thrice{RetryPolicy::Type::fixed_delay, 5min, 3};

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
