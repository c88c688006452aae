#pragma once

#include "base/instant.hpp"
#include "base/result.hpp"

#include <memory>
#include <optional>
#include <string_view>

namespace hatif::zone {

/// A time zone of the IANA database: how far its clocks are from UTC, and when that changes. A
/// value that may be shared among threads.
class Zone {
public:
    /// Fails when it is no name of a zone (see is_name), or ICU does not have its rules.
    static base::Result<Zone> named(std::string_view name);

    /// What the clocks show is UTC and this.
    base::Duration offset_at(base::Instant at) const;

    /// The first moment after `after` when the offset changes, or at least may; none: never again.
    std::optional<base::Instant> next_transition(base::Instant after) const;

private:
    struct Rules;
    explicit Zone(std::shared_ptr<const Rules> rules) : rules_{std::move(rules)} {}
    std::shared_ptr<const Rules> rules_;
};

} // namespace hatif::zone
