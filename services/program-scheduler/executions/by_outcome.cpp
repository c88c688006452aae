#include "program_scheduler/executions/by_outcome.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

std::vector<std::int64_t> as_triples(const ByOutcome& by_outcome) {
    std::vector<std::int64_t> triples;
    for (const auto& [outcome, own] : by_outcome) {
        triples.push_back(static_cast<std::int64_t>(outcome));
        triples.push_back(own.delay ? own.delay->count() : -1);
        triples.push_back(own.max_retries ? *own.max_retries : -1);
    }
    return triples;
}

Result<ByOutcome> by_outcome_in(const std::vector<std::int64_t>& triples) {
    const base::Error unreadable{base::Errc::internal,
                                 "the retries by outcome of the row cannot be read"};
    if (triples.size() % 3 != 0) return fail(unreadable);
    ByOutcome by_outcome;
    for (std::size_t i = 0; i < triples.size(); i += 3) {
        const auto outcome = schedule::outcome_from(static_cast<int>(triples[i]));
        if (!schedule::is_retryable(outcome)) return fail(unreadable);
        schedule::OutcomeRetry own;
        if (triples[i + 1] >= 0) {
            own.delay = base::Duration{triples[i + 1]};
        }
        if (triples[i + 2] >= 0) own.max_retries = static_cast<int>(triples[i + 2]);
        by_outcome[outcome] = own;
    }
    return by_outcome;
}

} // namespace hatif::program_scheduler
