#pragma once

#include "base/result.hpp"
#include "schedule/retry.hpp"

#include <cstdint>
#include <map>
#include <vector>

namespace hatif::program_scheduler {

using ByOutcome = std::map<schedule::Outcome, schedule::OutcomeRetry>;

/// Retries by outcome as a column keeps them: triples of the outcome's number, the delay in
/// microseconds and the count; -1 for what was not said.
std::vector<std::int64_t> as_triples(const ByOutcome& by_outcome);

/// Fails when they are no whole triples of outcomes that may be tried again.
base::Result<ByOutcome> by_outcome_in(const std::vector<std::int64_t>& triples);

} // namespace hatif::program_scheduler
