#pragma once

#include "base/result.hpp"
#include "listing/list_rows.hpp"
#include "page/request.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/content/flow.hpp"

#include <cstdint>

namespace hatif::program_scheduler {

/// A new flow with its first version.
base::Result<void> insert_flow(pg::Transaction& transaction, const SavedFlow& flow);

/// What is said of it now, and its version, which is written anew when it is a new one.
base::Result<void> update_flow(pg::Transaction& transaction, const SavedFlow& flow, bool is_new);

/// From then on it is not found; its versions stay, for what runs.
base::Result<void>
hide_flow(pg::Transaction& transaction, const base::FlowId& id, base::Instant now);

/// The newest version. FLOW_NOT_FOUND when the organization has none such.
base::Result<SavedFlow> read_flow(pg::Transaction& transaction,
                                  const base::OrganizationId& organization,
                                  const base::FlowId& id);

/// The same, so that no other version is saved meanwhile.
base::Result<SavedFlow> lock_flow(pg::Transaction& transaction,
                                  const base::OrganizationId& organization,
                                  const base::FlowId& id);

/// The flow as it was in that version. FLOW_NOT_FOUND.
base::Result<SavedFlow> read_past_flow(pg::Transaction& transaction,
                                       const base::OrganizationId& organization,
                                       const base::FlowId& id,
                                       std::uint32_t version);

/// That version, whoever's it is, and even when the flow was deleted since. FLOW_NOT_FOUND.
base::Result<SavedFlow>
read_flow_version(pg::Transaction& transaction, const base::FlowId& id, std::uint32_t version);

/// In their newest versions.
base::Result<listing::Found<SavedFlow>> list_flows(pg::Transaction& transaction,
                                                   const base::OrganizationId& organization,
                                                   const page::Request& wanted);

/// The versions of one flow, which the organization has.
base::Result<listing::Found<FlowVersionRow>>
list_versions(pg::Transaction& transaction, const base::FlowId& flow, const page::Request& wanted);

} // namespace hatif::program_scheduler
