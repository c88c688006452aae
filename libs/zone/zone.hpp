#pragma once

#include "base/instant.hpp"
#include "base/result.hpp"
#include "zone/transitions.hpp"

#include <optional>
#include <string_view>

namespace hatif::zone {

/// From a moment on the clocks show UTC and `offset`, until they are set.
struct Span {
    base::Duration offset{};
    base::Instant until = base::Instant::max(); ///< no part of it
};

/// A time zone of the IANA database: how far its clocks are from UTC, and when that changes. A
/// small value that may be shared among threads; the rules of a name are read once in a process.
class Zone {
public:
    /// Fails when it is no name of a zone (see is_name).
    static base::Result<Zone> named(std::string_view name);

    /// What the clocks show is UTC and this.
    base::Duration offset_at(base::Instant at) const { return span_at(at).offset; }

    Span span_at(base::Instant at) const;

    /// The first moment after `after` when the offset changes; none: never again, or not by 2200.
    std::optional<base::Instant> next_transition(base::Instant after) const;

private:
    explicit Zone(const Transitions& rules) : rules_{&rules} {}
    const Transitions* rules_; ///< never changed, never freed
};

} // namespace hatif::zone
