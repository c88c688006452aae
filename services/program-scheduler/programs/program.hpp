#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "program_scheduler/executions/auto_pause.hpp"
#include "program_scheduler/executions/by_outcome.hpp"
#include "program_scheduler/executions/call_settings.hpp"
#include "program_scheduler/executions/limits.hpp"
#include "schedule/breaker.hpp"
#include "schedule/calling_hours.hpp"
#include "schedule/pause_windows.hpp"
#include "schedule/retry.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hatif::program_scheduler {

/// The numbers are those of hatif.program.v1.ProgramStatus.
enum class ProgramStatus { draft = 1, active = 2, archived = 3 };

/// The numbers are those of hatif.program.v1.ProgramMode.
enum class ProgramMode { batch = 1, live = 2 };

/// When a member of a live program's audience falls due.
struct Trigger {
    std::string attribute{};         ///< a custom attribute of type date
    std::int32_t offset_minutes = 0; ///< after it; before it if negative

    bool operator==(const Trigger&) const = default;
};

/// How often to try again, as its author said it.
struct Retries {
    schedule::RetryPolicy::Type type = schedule::RetryPolicy::Type::none;
    std::optional<double> delay_minutes{};
    std::optional<std::int32_t> max_retries{};
    std::vector<base::Instant> dates{};  ///< sorted, each once
    std::vector<schedule::Outcome> on{}; ///< empty: whatever may be tried again
    ByOutcome by_outcome{};              ///< fixed_delay
};

/// What a program says: whom to call, with which flow, from which numbers, when, how often.
struct ProgramWords {
    std::string name;
    std::optional<std::string> description{};
    base::FlowId flow;
    base::AudienceId audience;
    std::vector<std::string> did_pool{}; ///< as sent: numbers or ids
    std::string timezone{};              ///< IANA
    std::optional<base::Instant> start_at{}, stop_at{};
    schedule::PauseWindows pauses{};
    std::optional<schedule::CallingHours> calling{}; ///< without holidays; none: not its own
    bool inherit_hours = true;                       ///< of the organization: hours and holidays
    Retries retries{};
    ProgramStatus status = ProgramStatus::active;
    bool include_unreachable = false;
    Limits limits{};
    CallSettings calls{};
    ProgramMode mode = ProgramMode::batch;
    Trigger trigger{}; ///< live
    AutoPauseRules auto_pause{};
    std::optional<schedule::BreakerRule> breaker{};
    bool sticky_did = false;

    /// Its own hours, without the organization's.
    schedule::HourRules hours() const {
        return {pauses, timezone, calling.value_or(schedule::CallingHours{})};
    }
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
