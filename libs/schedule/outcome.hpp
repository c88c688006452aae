#pragma once

#include <cstdint>
#include <string_view>

namespace hatif::schedule {

/// How an attempt went; the numbers are those of hatif.type.v1.Outcome.
enum class Outcome : std::uint8_t {
    none = 0,
    completed = 1,
    no_answer = 2,
    busy = 3,
    rejected = 4,
    voicemail = 5,
    failed = 6,
    cancelled = 7,
    user_hangup = 8,
};

constexpr int outcome_count = 9;

/// "completed", "no_answer", … as the API says it; "" for none.
std::string_view name_of(Outcome outcome);

/// The number of an outcome; one that is not known counts as failed.
Outcome outcome_from(int number);

/// The person was reached: the contact counts as completed, and no retry follows.
constexpr bool reached(Outcome outcome) {
    return outcome == Outcome::completed || outcome == Outcome::user_hangup;
}

} // namespace hatif::schedule
