#pragma once

#include "base/instant.hpp"
#include "program_scheduler/leasing/claim.hpp"
#include "program_scheduler/leasing/terms.hpp"

#include <hatif/contact/v1/membership_service.pb.h>

#include <optional>
#include <string>

namespace hatif::program_scheduler {

/// What becomes of an attempt that was claimed, by what is known of its person now.
struct Judgement {
    enum class Way { call, go_back, skip } way = Way::call;
    std::string why{};                        ///< for the trail: "outside_hours", "skipped_deleted"
    base::Instant due_at{};                   ///< of one that goes back
    std::optional<base::Instant> not_after{}; ///< of one that is called; none: never
};

/// `callee`: null when the contact service does not know them.
Judgement
judge(const Claimed& claimed, const contact::v1::Callee* callee, Terms& terms, base::Instant now);

} // namespace hatif::program_scheduler
