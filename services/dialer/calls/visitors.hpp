#pragma once

#include "dialer/leasing/lease.hpp"
#include "dialer/leasing/scheduler.hpp"
#include "telephony/calls.hpp"

#include <map>
#include <optional>
#include <vector>

namespace hatif::dialer {

/// Calls that came and have no session yet: the scheduler is asked whether they may be taken, then
/// their flow is fetched. A value that the worker keeps.
struct Visitor {
    std::string call_id;
    SteadyTime came;
    std::optional<Lease> lease{};                ///< it may be taken
    std::optional<telephony::Refused> gave_up{}; ///< the caller would not wait
};

class Visitors {
public:
    void add(telephony::CallRef call, Visitor visitor) { all_.emplace(call, std::move(visitor)); }

    /// Null: there is no such visitor.
    Visitor* find(telephony::CallRef call);

    void erase(telephony::CallRef call) { all_.erase(call); }

    /// Those who may be taken and wait for this flow.
    std::vector<telephony::CallRef> waiting_for(const FlowKey& flow) const;

    /// Those about whom the scheduler has not said anything for so long.
    std::vector<telephony::CallRef> unanswered(SteadyTime now,
                                               std::chrono::milliseconds patience) const;

    /// Those who have waited so long for their flow.
    std::vector<telephony::CallRef> overdue(SteadyTime now,
                                            std::chrono::milliseconds patience) const;

    std::size_t count() const { return all_.size(); }

private:
    std::map<telephony::CallRef, Visitor> all_;
};

} // namespace hatif::dialer
