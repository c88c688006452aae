#include "program_scheduler/leasing/judgement.hpp"

#include "program_scheduler/leasing/refusals.hpp"
#include "program_scheduler/limits.hpp"

#include <algorithm>

namespace hatif::program_scheduler {

namespace {

Judgement skipped(std::string why) {
    return {.way = Judgement::Way::skip, .why = std::move(why)};
}

std::optional<base::Instant> earlier(const std::optional<base::Instant>& a,
                                     const std::optional<base::Instant>& b) {
    if (!a || !b) return a ? a : b;
    return std::min(*a, *b);
}

/// By the person's own hours. What could not leave before they close waits for the next ones.
Judgement
judge_hours(const Claimed& it, const std::string& zones, Promises& all, base::Instant at) {
    auto open = all.stretch(it.lease.execution, zones, at);
    if (open && *open && (*open)->opens <= at) {
        const auto closes = (*open)->closes;
        if (!closes || at + start_validity <= *closes) {
            return {.not_after = earlier(closes, it.not_after)};
        }
        open = all.stretch(it.lease.execution, zones, *closes);
    }
    if (!open || !*open) return skipped("skipped_no_hours");
    return {.way = Judgement::Way::go_back, .why = "outside_hours", .due_at = (*open)->opens};
}

} // namespace

Judgement
judge(const Claimed& it, const contact::v1::Callee* callee, Terms& terms, base::Instant now) {
    if (schedule::is_over(terms.of(it.lease).gate)) {
        return {.way = Judgement::Way::go_back, .why = "over", .due_at = now};
    }
    if (callee == nullptr) return skipped("skipped_deleted");
    if (callee->refusal() != contact::v1::REFUSAL_UNSPECIFIED) {
        return skipped(reason_for(callee->refusal()));
    }
    if (!terms.promises().by_person(it.lease.execution)) return {.not_after = it.not_after};
    return judge_hours(it, callee->zones(), terms.promises(), std::max(now, it.lease.not_before));
}

} // namespace hatif::program_scheduler
