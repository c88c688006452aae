#pragma once

#include "program_scheduler/leasing/changes.hpp"
#include "program_scheduler/leasing/gathering.hpp"

namespace hatif::program_scheduler {

/// Start, as the workers of a replica ask for it: what they ask at about the same time is one
/// transaction. Whose attempts are not as most are is answered by itself after it.
class Starts {
public:
    explicit Starts(const Desk& desk);

    base::Result<program::v1::StartResponse> start(const program::v1::StartRequest& request);

private:
    using Started = base::Result<std::set<Epoch>>;
    std::vector<Started> start_plainly(const std::vector<std::vector<Epoch>>& asked) const;
    Started start_these(const std::vector<Epoch>& asked) const;

    const Desk desk_;
    Gathering<std::vector<Epoch>, Started> gathering_;
};

} // namespace hatif::program_scheduler
