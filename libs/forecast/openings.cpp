#include "forecast/openings.hpp"

#include <algorithm>

namespace hatif::forecast {

bool Openings::look_further() {
    if (all_known_) return false;
    const auto from = known_.empty() ? from_ : *known_.back().closes;
    const auto next = hours_.stretch(from);
    if (next) known_.push_back(*next);
    all_known_ = !next || !next->closes;
    return next.has_value();
}

const schedule::Stretch* Openings::at(base::Instant at) {
    const auto is_over = [&](const schedule::Stretch& it) { return it.closes && *it.closes <= at; };
    while (known_.empty() || is_over(known_.back())) {
        if (!look_further()) return nullptr;
    }
    return &*std::partition_point(known_.begin(), known_.end(), is_over);
}

} // namespace hatif::forecast
