#include "schedule/attempt.hpp"

#include "base/overloaded.hpp"

namespace hatif::schedule {

using base::overloaded;

namespace {

/// Where an attempt goes that was not dialled.
AttemptState undialled(Gate gate) {
    if (is_over(gate)) return Skipped{std::string{skip_reason(gate)}};
    return Ready{};
}

} // namespace

std::string_view skip_reason(Gate gate) {
    return gate == Gate::stopped ? "skipped_stopped" : "skipped_cancelled";
}

AttemptState step(const AttemptState& state, const AttemptEvent& event) {
    const auto table = overloaded{
        [](Leased, AskedToStart asked) -> AttemptState {
            if (asked.gate == Gate::open) return Started{};
            return undialled(asked.gate);
        },
        [](Started same, AskedToStart) -> AttemptState { return same; },
        [](Leased, Returned by) -> AttemptState { return undialled(by.gate); },
        [](Started, Returned by) -> AttemptState { return undialled(by.gate); },
        [](Leased, LeaseRanOut at) -> AttemptState { return undialled(at.gate); },
        [](Started it, LeaseRanOut) -> AttemptState {
            return Ended{Outcome::failed, "worker_lost", it.answered};
        },
        [](Started, Answered) -> AttemptState { return Started{true}; },
        [](Started it, const Finished& how) -> AttemptState {
            return Ended{how.outcome, how.reason, it.answered};
        },
        // A finished call was started, whatever was lost on the way.
        [](Leased, const Finished& how) -> AttemptState {
            return Ended{how.outcome, how.reason, false};
        },
        [](const auto& unmoved, const auto&) -> AttemptState { return unmoved; },
    };
    return std::visit(table, state, event);
}

std::ostream& operator<<(std::ostream& out, const AttemptState& state) {
    const auto words = overloaded{
        [&](Leased) { out << "leased"; },
        [&](Started it) { out << (it.answered ? "started, answered" : "started"); },
        [&](Ready) { out << "ready"; },
        [&](const Skipped& it) { out << "skipped: " << it.reason; },
        [&](const Ended& it) { out << "ended: " << name_of(it.outcome) << " " << it.reason; },
    };
    std::visit(words, state);
    return out;
}

} // namespace hatif::schedule
