#include "contact/engagement/engagement.hpp"

#include <hatif/type/v1/outcome.pb.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace hatif::contact {

namespace {

constexpr std::array gone_by_sip{404, 410, 484, 604};
constexpr std::array<std::uint32_t, 2> gone_by_q850{1, 28}; // unallocated, invalid format

constexpr std::size_t most_recent = 100;
constexpr std::size_t fewest_to_judge = 10;

/// 404 of "sip_404_not_found"; 0 when the reason is not SIP's.
int sip_code(std::string_view reason) {
    constexpr std::string_view prefix = "sip_";
    if (!reason.starts_with(prefix)) return 0;
    reason.remove_prefix(prefix.size());
    int code = 0;
    std::from_chars(reason.data(), reason.data() + reason.size(), code);
    return code;
}

template <class Values, class Value>
bool holds(const Values& values, Value value) {
    return std::find(values.begin(), values.end(), value) != values.end();
}

bool is_later(base::Instant at, const std::optional<base::Instant>& than) {
    return !than || at > *than;
}

} // namespace

int day_of(base::Instant at) {
    return static_cast<int>(std::chrono::floor<std::chrono::days>(at).time_since_epoch().count());
}

bool is_gone(const EndedCall& call) {
    if (call.answered) return false;
    return holds(gone_by_sip, sip_code(call.reason)) || holds(gone_by_q850, call.q850);
}

bool found_nobody(const EndedCall& call) {
    if (call.answered) return false;
    switch (call.outcome) {
    case type::v1::OUTCOME_NO_ANSWER:
    case type::v1::OUTCOME_BUSY:
    case type::v1::OUTCOME_REJECTED:
        return true;
    case type::v1::OUTCOME_FAILED:
        return sip_code(call.reason) != 0 || is_gone(call);
    default:
        return false;
    }
}

Engagement after(Engagement it, const EndedCall& call) {
    if (call.outcome == type::v1::OUTCOME_CANCELLED && !call.answered) return it;
    ++it.calls;
    const bool newest = is_later(call.at, it.last_called_at);
    if (newest) it.last_called_at = call.at;
    if (call.answered) {
        ++it.answered;
        if (newest) it.consecutive_failures = 0;
        if (is_later(call.at, it.last_answered_at)) it.last_answered_at = call.at;
    } else if (found_nobody(call) && is_later(call.at, it.last_answered_at)) {
        ++it.consecutive_failures;
    }
    return it;
}

GoneDays after(GoneDays gone, const EndedCall& call) {
    if (gone.number != call.to) return {call.to, {call.at}};
    auto& times = gone.last_of_day;
    const auto place = std::lower_bound(times.begin(), times.end(), day_of(call.at),
                                        [](auto at, int day) { return day_of(at) < day; });
    if (place != times.end() && day_of(*place) == day_of(call.at)) {
        *place = std::max(*place, call.at);
    } else {
        times.insert(place, call.at);
    }
    // An answer forgets the oldest first: those beyond are never missed.
    if (times.size() > days_until_unreachable) times.erase(times.begin());
    return gone;
}

GoneDays since(GoneDays gone, base::Instant answered) {
    std::erase_if(gone.last_of_day, [&](auto at) { return at <= answered; });
    return gone;
}

void TrunkRecord::add(bool gone) {
    recent_.push_back(gone ? 'x' : '.');
    if (recent_.size() > most_recent) recent_.erase(0, recent_.size() - most_recent);
}

bool TrunkRecord::suspicious() const {
    const auto gone = static_cast<std::size_t>(std::count(recent_.begin(), recent_.end(), 'x'));
    return recent_.size() >= fewest_to_judge && gone * 5 > recent_.size();
}

} // namespace hatif::contact
