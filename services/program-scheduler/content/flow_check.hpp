#pragma once

#include "pg/transaction.hpp"
#include "program_scheduler/content/attributes.hpp"
#include "program_scheduler/content/flow.hpp"
#include "rpc/caller.hpp"

#include <string>
#include <vector>

namespace hatif::program_scheduler {

/// What a graph is checked against: an organization's audio and dictionaries, its attributes, and
/// the currency that it speaks.
struct Surroundings {
    base::OrganizationId organization;
    std::string currency;
    const Attributes& attributes;

    static Surroundings of(const rpc::Caller& caller, const Attributes& attributes) {
        return {caller.organization.value(), caller.settings.currency, attributes};
    }
};

/// The code of the warning that says so when contact was away. A flow with it can be saved and
/// read, but not launched.
inline constexpr const char* attributes_unchecked = "attributes_unchecked";

/// Everything wrong in these graphs, in their order. Contact is asked once, and only when one of
/// them reads an attribute.
base::Result<std::vector<flow::Problems>> check_graphs(pg::Transaction& transaction,
                                                       const Surroundings& around,
                                                       const std::vector<std::string>& graphs);

base::Result<std::vector<CheckedFlow>>
check_flows(pg::Transaction& transaction, const Surroundings& around, std::vector<SavedFlow> flows);

base::Result<CheckedFlow>
check_flow(pg::Transaction& transaction, const Surroundings& around, SavedFlow flow);

} // namespace hatif::program_scheduler
