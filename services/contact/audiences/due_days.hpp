#pragma once

#include "base/instant.hpp"
#include "zone/zone.hpp"

#include <vector>

namespace hatif::contact {

/// A day and the moment when it begins by the clocks of a zone.
struct DueDay {
    base::Instant day; ///< its midnight, were it in UTC
    base::Instant
        begins; ///< where clocks skip midnight: when they have; where it is twice: the first

    bool operator==(const DueDay&) const = default;
};

/// The first moment when the zone's clocks show this day or a later one.
base::Instant beginning_of(const zone::Zone& zone, base::Instant day);

/// The days that begin in (after, until], in their order.
std::vector<DueDay>
days_beginning_in(const zone::Zone& zone, base::Instant after, base::Instant until);

} // namespace hatif::contact
