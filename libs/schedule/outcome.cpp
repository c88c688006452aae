#include "schedule/outcome.hpp"

#include <array>

namespace hatif::schedule {

std::string_view name_of(Outcome outcome) {
    constexpr std::array<std::string_view, outcome_count> names{
        "",          "completed", "no_answer", "busy",       "rejected",
        "voicemail", "failed",    "cancelled", "user_hangup"};
    return names[static_cast<std::size_t>(outcome)];
}

Outcome outcome_from(int number) {
    return number >= 0 && number < outcome_count ? static_cast<Outcome>(number) : Outcome::failed;
}

} // namespace hatif::schedule
