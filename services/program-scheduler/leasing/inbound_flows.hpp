#pragma once

#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/content/attributes.hpp"
#include "program_scheduler/content/flow_check.hpp"

#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <utility>

namespace hatif::program_scheduler {

/// Which version of a flow takes the calls that come. A version never changes, so that one found
/// good is not looked at again. From any thread.
class InboundFlows {
public:
    explicit InboundFlows(Attributes attributes) : attributes_{attributes} {}

    /// The newest version without errors that begins with an `answer` node; none: none does, or the
    /// organization has no such flow (any more).
    base::Result<std::optional<int>> version_for(pg::Transaction& transaction,
                                                 const base::OrganizationId& organization,
                                                 const std::string& currency,
                                                 const base::FlowId& flow);

private:
    base::Result<bool> is_good(pg::Transaction& transaction,
                               const Surroundings& around,
                               const base::FlowId& flow,
                               std::uint32_t version);

    const Attributes attributes_;
    std::mutex mutex_;
    std::set<std::pair<base::FlowId, std::uint32_t>> good_;
};

} // namespace hatif::program_scheduler
