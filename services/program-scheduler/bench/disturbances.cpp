#include "program_scheduler/bench/run.hpp"
#include "program_scheduler/executions/control.hpp"

namespace hatif::program_scheduler::bench {

using base::Result;

/// Someone presses a button.
void Run::disturb() {
    for (Venture& venture : scene_.ventures) {
        if (!venture.launched()) continue;
        // Whoever pauses forgets to resume, but not for ever.
        const bool paused =
            !venture.told.empty() && venture.told.back().second == ExecutionStatus::paused;
        if (paused && chance(random_, 0.1)) control_one(venture, Control::resume);
        if (!chance(random_, scene_.faults.disturbed)) continue;
        switch (between(random_, 0, 9)) {
        case 0:
            control_one(venture, Control::cancel);
            break;
        case 1:
        case 2:
        case 3:
        case 4:
            control_one(venture, Control::pause);
            break;
        default:
            change_limits(venture);
        }
    }
}

void Run::control_one(Venture& venture, Control what) {
    const bool hang_up = chance(random_, 0.3) && what != Control::resume;
    const auto done = database_.pool.transact([&](pg::Transaction& transaction) {
        return control(transaction, *scene_.caller.organization, venture.execution, what,
                       database_.clock.now(), {.hang_up = hang_up});
    });
    if (!done) return; // it has ended
    const auto status = what == Control::pause    ? ExecutionStatus::paused
                        : what == Control::resume ? ExecutionStatus::running
                                                  : ExecutionStatus::cancelled;
    venture.told.emplace_back(database_.clock.now(), status);
}

/// As the API's own change does it.
void Run::change_limits(Venture& venture) {
    Setting setting{.since = database_.clock.now()};
    if (chance(random_, 0.6)) setting.most = between(random_, 1, 6);
    if (chance(random_, 0.6)) setting.rate = static_cast<double>(between(random_, 1, 40)) / 4;
    must(database_.pool.transact([&](pg::Transaction& transaction) -> Result<void> {
        std::optional<std::uint32_t> most;
        if (setting.most) most = static_cast<std::uint32_t>(*setting.most);
        must(set_bound(transaction, CapacityKind::program, venture.program.id.value(), most,
                       setting.rate));
        return {};
    }));
    scene_.bounds[{CapacityKind::program, venture.program.id.value()}].push_back(setting);
}

} // namespace hatif::program_scheduler::bench
