#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "flow/graph.hpp"
#include "pg/transaction.hpp"
#include "simulation/heard.hpp"

namespace hatif::program_scheduler {

/// What the pieces that a graph says sound like in an organization: titles, words, and how long
/// each is. What it does not have is a fault, by the codes of a call.
base::Result<simulation::Lookup> sounds_of(pg::Transaction& transaction,
                                           const base::OrganizationId& organization,
                                           const flow::Graph& graph);

} // namespace hatif::program_scheduler
