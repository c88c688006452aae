#pragma once

#include <chrono>
#include <optional>

/// How long a call lives without being refreshed, and who refreshes it (RFC 4028).
namespace hatif::dialog {

/// What both sides agreed on.
struct Interval {
    std::chrono::seconds expires{0};
    bool we_refresh = false;

    bool operator==(const Interval&) const = default;
};

/// A Session-Expires header as written.
struct SessionExpires {
    std::chrono::seconds delta{0};
    std::optional<bool> uac_refreshes{}; ///< `refresher=uac` or `uas`; none: left open

    bool operator==(const SessionExpires&) const = default;
};

/// Less than this is refused (RFC 4028, 5: the smallest Min-SE there is).
inline constexpr std::chrono::seconds shortest_interval{90};

/// After a 2xx to an INVITE or UPDATE of ours. None: the call does not expire. What is shorter than
/// `least` counts as that: no answer may ask for it.
std::optional<Interval> interval_of_answer(const std::optional<SessionExpires>& answered,
                                           std::chrono::seconds least = shortest_interval);

/// What an INVITE or UPDATE of theirs asks for.
struct TimerWish {
    std::optional<SessionExpires> expires{};
    std::chrono::seconds least{0}; ///< Min-SE; 0: none was named
    bool supported = false;        ///< `Supported: timer`
};

struct TimerAnswer {
    bool too_short = false; ///< 422, with Min-SE of `shortest_interval`
    std::optional<Interval> interval{};

    bool operator==(const TimerAnswer&) const = default;
};

/// As the answering side (RFC 4028, 9). `ours` is what the trunk's settings ask for, 0 for nothing.
TimerAnswer answer_timer(const TimerWish& wish, std::chrono::seconds ours);

/// When a refresher refreshes: at half time.
std::chrono::milliseconds refresh_after(const Interval& interval);

/// When a call that nobody refreshed is hung up: at its end when that was ours to do; when theirs,
/// 32 s, or a third, before it.
std::chrono::milliseconds give_up_after(const Interval& interval);

} // namespace hatif::dialog
