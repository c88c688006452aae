#pragma once

#include "dialer/content/content.hpp"
#include "dialer/leasing/scheduler.hpp"

#include <functional>
#include <map>
#include <set>
#include <vector>

namespace hatif::dialer {

/// The flows in memory, with all that they play: fetched when they are first wanted, and again when
/// they could not be had. Lives on the SIP thread.
class Contents {
public:
    explicit Contents(Scheduler& scheduler) : scheduler_{scheduler} {}

    /// Null: it is being fetched.
    SharedContent find(const FlowKey& flow) const;

    /// True: it is here. Else it is fetched, once.
    bool want(const FlowKey& flow);

    /// True: it is here now.
    bool take(const told::Fetched& fetched);

    /// Fetches again what could not be had and is still wanted. Answers those that can never be
    /// had: whoever waits for them waits in vain.
    using Wanted = std::function<bool(const FlowKey&)>;
    std::vector<FlowKey> try_again(SteadyTime now, const Wanted& is_wanted);

private:
    struct Failed {
        SteadyTime look_again;
        bool hopeless = false;
    };

    Scheduler& scheduler_;
    std::map<FlowKey, SharedContent> here_;
    std::set<FlowKey> fetching_;
    std::map<FlowKey, Failed> failed_; // still in fetching_
};

} // namespace hatif::dialer
