#include "program_scheduler/leasing/inbound_flows.hpp"

#include "program_scheduler/content/flow_content.hpp"
#include "program_scheduler/content/flow_rows.hpp"

#include <algorithm>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

/// Older versions are not gone back to.
constexpr std::uint32_t most_versions = 10;

/// Found good and remembered, before all is forgotten.
constexpr std::size_t most_remembered = 10'000;

} // namespace

Result<bool> InboundFlows::is_good(pg::Transaction& transaction,
                                   const Surroundings& around,
                                   const base::FlowId& flow,
                                   std::uint32_t version) {
    {
        const std::lock_guard lock{mutex_};
        if (good_.contains({flow, version})) return true;
    }
    auto saved = read_flow_version(transaction, flow, version);
    if (!saved) return fail(saved.error());
    if (!takes_calls(saved->graph)) return false;
    const auto checked = check_flow(transaction, around, *std::move(saved));
    if (!checked) return fail(checked.error());
    if (!checked->valid()) return false;
    // While contact is away its attributes are taken on trust, for this call.
    if (!require_valid(*checked)) return true;
    const std::lock_guard lock{mutex_};
    if (good_.size() >= most_remembered) good_.clear();
    good_.emplace(flow, version);
    return true;
}

Result<std::optional<int>> InboundFlows::version_for(pg::Transaction& transaction,
                                                     const base::OrganizationId& organization,
                                                     const std::string& currency,
                                                     const base::FlowId& flow) {
    const auto newest = read_flow(transaction, organization, flow);
    if (!newest && newest.error().code == base::Errc::not_found) return std::optional<int>{};
    if (!newest) return fail(newest.error());
    const Surroundings around{organization, currency, attributes_};
    const auto oldest = newest->version - std::min(newest->version, most_versions);
    for (auto version = newest->version; version > oldest; --version) {
        const auto good = is_good(transaction, around, flow, version);
        if (!good) return fail(good.error());
        if (*good) return std::optional{static_cast<int>(version)};
    }
    return std::optional<int>{};
}

} // namespace hatif::program_scheduler
