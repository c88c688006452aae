#pragma once

#include "dialer/leasing/scheduler.hpp"

#include <map>

namespace hatif::dialer {

/// Tells the scheduler how the trunks do: at each change, at most once in half a second, and every
/// ten seconds in any case. On the SIP thread.
class TrunkWatch {
public:
    explicit TrunkWatch(Scheduler& scheduler) : scheduler_{scheduler} {}

    void note(const base::TrunkId& trunk, const telephony::TrunkState& state);

    /// These are all that there are.
    void keep(const std::vector<telephony::Trunk>& trunks);

    void tick(SteadyTime now);

private:
    Scheduler& scheduler_;
    std::map<base::TrunkId, telephony::TrunkState> states_;
    bool changed_ = false;
    SteadyTime told_{};
};

} // namespace hatif::dialer
