#include "program_scheduler/leasing/lease_wire.hpp"

#include "flow/link.hpp"
#include "program_scheduler/content/dictionary_content.hpp"
#include "rpc/time.hpp"

#include <map>
#include <set>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

program::v1::Lease
to_wire(const Claimed& claimed, const Terms& terms, const contact::v1::Callee& callee) {
    const Lease& lease = claimed.lease;
    const Policy& policy = terms.of(lease);
    program::v1::Lease wire;
    wire.set_attempt_id(lease.attempt.value().to_string());
    wire.set_epoch(static_cast<std::uint32_t>(lease.epoch));
    wire.set_organization_id(lease.organization.value().to_string());
    wire.set_job_id(lease.job.value().to_string());
    if (!lease.is_single()) {
        wire.set_execution_id(lease.execution.value().to_string());
        wire.set_program_id(lease.program.value().to_string());
    }
    if (!lease.contact.value().is_nil()) {
        wire.set_contact_id(lease.contact.value().to_string());
    }
    wire.set_attempt_number(static_cast<std::uint32_t>(lease.attempt_number));
    wire.set_to(lease.inbound ? lease.to : callee.phone());
    wire.set_from(lease.from);
    wire.set_trunk_id(lease.trunk.value().to_string());
    wire.set_flow_id(policy.flow.value().to_string());
    wire.set_flow_version(static_cast<std::uint32_t>(policy.flow_version));
    if (lease.by_rate) rpc::set(*wire.mutable_not_before(), lease.not_before);
    if (claimed.not_after) rpc::set(*wire.mutable_not_after(), *claimed.not_after);
    rpc::set(*wire.mutable_max_call(), lease.max_call);
    *wire.mutable_fields() = callee.fields();
    wire.set_custom_attributes(callee.custom_attributes());
    const SingleCall* call = terms.single(lease);
    if (call != nullptr) wire.set_initial_variables(call->initial_variables);
    wire.set_currency(call != nullptr ? call->currency : claimed.currency);
    wire.set_test(policy.test);
    wire.set_record_call(policy.recording == CallRecording::full);
    if (!policy.amd.empty()) write_amd(policy.amd, *wire.mutable_amd());
    wire.set_inbound(lease.inbound);
    for (const auto& [flow, version] : policy.linked) {
        (*wire.mutable_linked_flows())[flow.value().to_string()] = version;
    }
    for (const auto& trunk : claimed.other_trunks) {
        wire.add_other_trunk_ids(trunk.value().to_string());
    }
    return wire;
}

namespace {

/// The versions that a lease names, and whether the flows behind them are still to be found: those
/// of an execution are as they were at its launch.
std::vector<FlowAsked> asked_of(const program::v1::Lease& lease) {
    const auto id_of = [](const std::string& text) {
        return base::FlowId{base::Uuid::parse(text).value_or(base::Uuid{})};
    };
    const bool is_single = lease.execution_id().empty();
    std::vector<FlowAsked> all{{{id_of(lease.flow_id()), lease.flow_version()}, is_single}};
    if (is_single) return all;
    for (const auto& [flow, version] : lease.linked_flows()) {
        all.push_back({{id_of(flow), version}, false});
    }
    return all;
}

/// What all these versions need. One that has come to lead to more flows than a call may go on in
/// has the needs of its own graph alone: such a call is to leave its `goto_flow` by onError, not to
/// carry and load them all.
Result<std::map<FlowAsked, FlowNeeds>> bounded_needs(pg::Transaction& transaction,
                                                     const std::set<FlowAsked>& wanted) {
    auto found = needs_of(transaction, wanted);
    if (!found) return found;
    std::set<FlowAsked> alone;
    for (const auto& [asked, needs] : *found) {
        if (needs.linked.size() > flow::most_linked_flows) alone.insert({asked.flow, false});
    }
    const auto own = needs_of(transaction, alone);
    if (!own) return fail(own.error());
    for (const auto& asked : alone) {
        const auto it = own->find(asked);
        (*found)[{asked.flow, true}] = it == own->end() ? FlowNeeds{} : it->second;
    }
    return found;
}

} // namespace

Result<void> add_needs(pg::Transaction& transaction, std::vector<program::v1::Lease>& leases) {
    std::set<FlowAsked> wanted;
    for (const auto& lease : leases) {
        const auto all = asked_of(lease);
        wanted.insert(all.begin(), all.end());
    }
    const auto found = bounded_needs(transaction, wanted);
    if (!found) return fail(found.error());
    for (auto& lease : leases) {
        for (const auto& asked : asked_of(lease)) {
            const auto needs = found->find(asked);
            if (needs == found->end()) continue;
            for (const auto& [id, revision] : needs->second.dictionaries) {
                (*lease.mutable_dictionaries())[id.value().to_string()] = revision;
            }
            for (const auto& [flow, version] : needs->second.linked) {
                (*lease.mutable_linked_flows())[flow.value().to_string()] = version;
            }
        }
    }
    return {};
}

} // namespace hatif::program_scheduler
