#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "schedule/retry.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hatif::program_scheduler {

/// The numbers are those of hatif.program.v1.ProgramStatus.
enum class ProgramStatus { draft = 1, active = 2, archived = 3 };

/// How often to try again, as its author said it.
struct Retries {
    schedule::RetryPolicy::Type type = schedule::RetryPolicy::Type::none;
    std::optional<double> delay_minutes{};
    std::optional<std::int32_t> max_retries{};
};

/// What a program says: whom to call, with which flow, from which numbers, how often.
struct ProgramWords {
    std::string name;
    std::optional<std::string> description{};
    base::FlowId flow;
    base::AudienceId audience;
    std::vector<std::string> did_pool{}; ///< as sent: numbers or ids
    std::string timezone{};              ///< IANA
    Retries retries{};
    ProgramStatus status = ProgramStatus::active;
    std::optional<std::int32_t> max_concurrent_calls{};
    std::optional<double> calls_per_second{};
};

struct Program {
    base::ProgramId id;
    base::OrganizationId organization;
    ProgramWords words;
    std::vector<base::DidId> dids{}; ///< the pool, in its order
    base::Instant created_at{};
    base::Instant updated_at{};
};

} // namespace hatif::program_scheduler
