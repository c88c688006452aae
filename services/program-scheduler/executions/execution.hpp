#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "program_scheduler/executions/auto_pause.hpp"
#include "program_scheduler/executions/limits.hpp"
#include "program_scheduler/executions/status.hpp"
#include "schedule/outcome.hpp"
#include "schedule/waiting.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace hatif::program_scheduler {

/// An execution as clients see it, all of it from one moment: completed + failed + pending +
/// in_progress + skipped = total.
struct Execution {
    base::ExecutionId id;
    base::OrganizationId organization;
    base::ProgramId program;
    base::AudienceId audience;
    base::FlowId flow;
    int flow_version = 1;
    ExecutionStatus status = ExecutionStatus::running;
    std::int64_t total = 0, completed = 0, failed = 0, pending = 0, in_progress = 0, skipped = 0;
    std::int64_t dialled = 0, answered = 0;
    std::array<std::int64_t, schedule::outcome_count> outcomes{};
    std::optional<schedule::WaitingFor> waiting_for{};
    Limits limits{};
    bool live = false; ///< mode "live"
    AutoPauseRules auto_pause{};
    std::optional<std::string> pause_reason{}; ///< of one that paused by itself
    base::Instant start_at{};                  ///< calls may begin
    std::optional<base::Instant> stop_at{};
    std::optional<base::Instant> started_at{}, ended_at{};
    base::Instant created_at{}, updated_at{};
};

} // namespace hatif::program_scheduler
