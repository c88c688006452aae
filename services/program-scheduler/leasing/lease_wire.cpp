#include "program_scheduler/leasing/lease_wire.hpp"

#include "program_scheduler/content/dictionary_content.hpp"
#include "rpc/time.hpp"

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
    rpc::set(*wire.mutable_not_before(), lease.not_before);
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
    for (const auto& trunk : claimed.other_trunks) {
        wire.add_other_trunk_ids(trunk.value().to_string());
    }
    return wire;
}

Result<void> add_dictionaries(pg::Transaction& transaction,
                              std::vector<program::v1::Lease>& leases) {
    std::set<FlowVersionKey> wanted;
    const auto key_of = [](const program::v1::Lease& it) {
        return FlowVersionKey{base::FlowId{base::Uuid::parse(it.flow_id()).value_or(base::Uuid{})},
                              it.flow_version()};
    };
    for (const auto& lease : leases) wanted.insert(key_of(lease));
    if (wanted.empty()) return {};
    const auto found = dictionaries_of(transaction, {wanted.begin(), wanted.end()});
    if (!found) return fail(found.error());
    for (auto& lease : leases) {
        const auto own = found->find(key_of(lease));
        if (own == found->end()) continue;
        for (const auto& [id, revision] : own->second) {
            (*lease.mutable_dictionaries())[id.value().to_string()] = revision;
        }
    }
    return {};
}

} // namespace hatif::program_scheduler
