#pragma once

#include <chrono>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

/// The one table from what a dial met to what it counts as.
namespace hatif::dialog {

/// What became of a dial that was not answered.
enum class Outcome { busy, rejected, no_answer, failed };

/// "busy", "rejected", "no_answer", "failed": as events, reports and the API say it.
std::string_view to_string(Outcome outcome);

std::ostream& operator<<(std::ostream& out, Outcome outcome);

/// How a dial came to its end.
enum class Cause {
    response,  ///< the trunk's final answer, `code`
    transport, ///< the trunk could not be reached at all (unreachable, refused by ICMP)
    timeout,   ///< the trunk said nothing, or not the last word, for as long as SIP waits
    cancelled, ///< we cancelled, and it held
    media,     ///< it was answered, with media that we cannot speak; hung up at once
};

/// Why a call did not come about.
struct Refusal {
    Cause cause = Cause::response;
    int code = 0; ///< the final SIP code; 0 when there was none
    std::string phrase{};
    std::optional<int> q850{}; ///< cause of a Reason header (Q.850)
    std::optional<std::chrono::seconds> retry_after{};
    bool rang = false;          ///< an 18x came before
    bool answered_late = false; ///< the answer crossed our CANCEL; hung up at once

    /// Trunk fail-over inside the attempt is allowed: the trunk was not reached or answered 5xx,
    /// before any 18x, and not by running into time, nor with a cause that is the callee's (busy).
    bool may_try_another_trunk() const;

    bool operator==(const Refusal&) const = default;
};

/// The outcome of an attempt and its reason; reasons are stable, API clients match on them.
struct DialResult {
    Outcome outcome = Outcome::failed;
    std::string reason{}; ///< "sip_486_busy_here", "q850_17_user_busy", "ring_timeout"
    /// The number is wrong or gone: dialling it again is no use.
    bool permanent = false;

    bool operator==(const DialResult&) const = default;
};

/// The table.
DialResult result_of(const Refusal& refusal);

/// What a final SIP code alone means (300–699).
DialResult result_of_code(int code);

} // namespace hatif::dialog
