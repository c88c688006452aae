#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What calls tell of the people called. Pure.
namespace hatif::contact {

/// A call that is over, as `attempt_ended` tells of it; no test call.
struct EndedCall {
    base::OrganizationId organization;
    base::ContactId contact;
    std::optional<base::TrunkId> trunk{};
    std::string to{}; ///< E.164
    base::Instant at{};
    bool answered = false;
    int outcome = 0; ///< hatif.type.v1.Outcome
    std::string reason{};
    std::uint32_t q850 = 0; ///< 0: none came

    bool operator==(const EndedCall&) const = default;
};

/// The network said that there is no such number: SIP 404, 410, 484, 604 or Q.850 1, 28.
bool is_gone(const EndedCall& call);

/// Nobody was there, by the network's word; what failed on our side says nothing of the person.
bool found_nobody(const EndedCall& call);

/// What became of the calls to one contact.
struct Engagement {
    std::int64_t calls = 0;
    std::int64_t answered = 0;
    std::optional<base::Instant> last_called_at{};
    std::optional<base::Instant> last_answered_at{};
    std::int64_t consecutive_failures = 0;

    bool operator==(const Engagement&) const = default;
};

/// Calls of one contact come from several executions and so, now and then, late: an older one is
/// counted, and changes nothing that a newer one has said.
Engagement after(Engagement engagement, const EndedCall& call);

constexpr std::size_t days_until_unreachable = 3;

/// The day of a moment, counted from 1970. Of UTC: an event knows no other.
int day_of(base::Instant at);

/// On which days calls to a number failed for good since one was answered: of each of the newest
/// days, as many as matter, when the last call of it was; the oldest first. So it comes to the same
/// in whatever order the calls are told.
struct GoneDays {
    std::string number{};
    std::vector<base::Instant> last_of_day{};

    bool are_enough() const { return last_of_day.size() >= days_until_unreachable; }
    bool operator==(const GoneDays&) const = default;
};

/// One failure for good more. Another number begins anew.
GoneDays after(GoneDays gone, const EndedCall& call);

/// Only what failed after an answered call.
GoneDays since(GoneDays gone, base::Instant answered);

/// How the last hundred calls of a trunk went.
class TrunkRecord {
public:
    TrunkRecord() = default;
    explicit TrunkRecord(std::string recent) : recent_{std::move(recent)} {}

    void add(bool gone);

    /// More than a fifth of them failed for good: it is the trunk that is wrong, not the numbers.
    /// Fewer than ten calls prove nothing against it.
    bool suspicious() const;

    /// "..x.": a call a character, the newest last.
    const std::string& text() const { return recent_; }

private:
    std::string recent_;
};

} // namespace hatif::contact
