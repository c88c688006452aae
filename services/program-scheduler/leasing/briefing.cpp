#include "program_scheduler/leasing/briefing.hpp"

#include "base/clock.hpp"
#include "program_scheduler/executions/policies.hpp"
#include "program_scheduler/leasing/endings.hpp"
#include "program_scheduler/leasing/lease_rows.hpp"
#include "program_scheduler/limits.hpp"
#include "rpc/status.hpp"
#include "rpc/time.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
using namespace std::chrono_literals;

namespace {

std::string reason_for(contact::v1::Refusal refusal) {
    switch (refusal) {
    case contact::v1::REFUSAL_DELETED:
        return "skipped_deleted";
    case contact::v1::REFUSAL_REMOVED_FROM_AUDIENCE:
        return "skipped_removed";
    case contact::v1::REFUSAL_PHONE_INVALID:
        return "skipped_invalid_phone";
    case contact::v1::REFUSAL_DO_NOT_CALL:
        return "skipped_do_not_call";
    default:
        return "skipped_refused";
    }
}

std::vector<base::ExecutionId> executions_in(const std::vector<Claimed>& claimed) {
    std::set<base::ExecutionId> found;
    for (const Claimed& it : claimed) found.insert(it.lease.execution);
    return {found.begin(), found.end()};
}

program::v1::Lease
to_wire(const Lease& lease, const Policy& policy, const contact::v1::Callee& callee) {
    program::v1::Lease wire;
    wire.set_attempt_id(lease.attempt.value().to_string());
    wire.set_epoch(static_cast<std::uint32_t>(lease.epoch));
    wire.set_organization_id(lease.organization.value().to_string());
    wire.set_job_id(lease.job.value().to_string());
    wire.set_execution_id(lease.execution.value().to_string());
    wire.set_program_id(lease.program.value().to_string());
    wire.set_contact_id(lease.contact.value().to_string());
    wire.set_attempt_number(static_cast<std::uint32_t>(lease.attempt_number));
    wire.set_to(callee.phone());
    wire.set_from(lease.from);
    wire.set_trunk_id(lease.trunk.value().to_string());
    wire.set_flow_id(policy.flow.value().to_string());
    wire.set_flow_version(static_cast<std::uint32_t>(policy.flow_version));
    rpc::set(*wire.mutable_not_before(), lease.not_before);
    rpc::set(*wire.mutable_max_call(), max_call);
    *wire.mutable_fields() = callee.fields();
    wire.set_custom_attributes(callee.custom_attributes());
    return wire;
}

/// Holds the numbers; answers the attempts that got theirs. In the order of numbers, so that two
/// replicas that meet on several wait in one direction.
Result<std::set<base::AttemptId>> hold_numbers(pg::Transaction& transaction,
                                               std::vector<Lease> leases) {
    std::sort(leases.begin(), leases.end(),
              [](const Lease& a, const Lease& b) { return a.to < b.to; });
    std::vector<base::OrganizationId> organizations;
    std::vector<std::string> numbers;
    std::vector<base::AttemptId> attempts;
    for (const Lease& lease : leases) {
        organizations.push_back(lease.organization);
        numbers.push_back(lease.to);
        attempts.push_back(lease.attempt);
    }
    const auto held =
        transaction.exec("INSERT INTO live_numbers (organization_id, number, attempt_id) "
                         "SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[]) "
                         "ON CONFLICT (organization_id, number) DO NOTHING RETURNING attempt_id",
                         organizations, numbers, attempts);
    if (!held) return fail(held.error());
    std::set<base::AttemptId> got;
    for (const auto row : *held) got.insert(row.get<base::AttemptId>(0));
    return got;
}

Result<void> write_numbers(pg::Transaction& transaction, const std::vector<Lease>& leases) {
    std::vector<base::AttemptId> attempts;
    std::vector<std::string> numbers;
    for (const Lease& lease : leases) {
        attempts.push_back(lease.attempt);
        numbers.push_back(lease.to);
    }
    const auto written = transaction.exec(
        "UPDATE leases l SET to_number = u.number FROM unnest($1::uuid[], $2::text[]) "
        "AS u(id, number) WHERE l.attempt_id = u.id",
        attempts, numbers);
    if (!written) return fail(written.error());
    return {};
}

} // namespace

Result<Briefing::Callees> Briefing::ask(const std::vector<Claimed>& claimed) {
    std::map<std::pair<base::OrganizationId, base::AudienceId>, contact::v1::SnapshotRequest> asked;
    for (const Claimed& it : claimed) {
        auto& request = asked[{it.lease.organization, it.audience}];
        request.set_organization_id(it.lease.organization.value().to_string());
        request.set_audience_id(it.audience.value().to_string());
        request.add_contact_ids(it.lease.contact.value().to_string());
    }
    Callees callees;
    for (const auto& [key, request] : asked) {
        grpc::ClientContext context;
        identity_.prepare(context, 2s);
        contact::v1::SnapshotResponse response;
        const auto status = contacts_.Snapshot(&context, request, &response);
        if (!status.ok()) return fail(rpc::from_status(status));
        for (auto& callee : *response.mutable_callees()) {
            const auto id = base::Uuid::parse(callee.contact_id());
            if (id) callees[{key.second, base::ContactId{*id}}] = std::move(callee);
        }
    }
    return callees;
}

Result<std::vector<program::v1::Lease>> Briefing::settle(pg::Transaction& transaction,
                                                         const std::vector<Claimed>& claimed,
                                                         const Callees& callees) {
    const auto now = base::SystemClock{}.now();
    const auto executions = executions_in(claimed);
    if (auto locked = lock_stories(transaction, executions); !locked) return fail(locked.error());
    const auto policies = read_policies(transaction, executions);
    if (!policies) return fail(policies.error());

    std::vector<Skip> skips;
    std::vector<Return> returns;
    std::vector<Lease> callable;
    std::map<base::AttemptId, const contact::v1::Callee*> who;
    for (const Claimed& it : claimed) {
        const auto found = callees.find({it.audience, it.lease.contact});
        if (found == callees.end()) {
            skips.push_back({it.lease, "skipped_deleted"});
        } else if (found->second.refusal() != contact::v1::REFUSAL_UNSPECIFIED) {
            skips.push_back({it.lease, reason_for(found->second.refusal())});
        } else {
            callable.push_back(it.lease);
            callable.back().to = found->second.phone();
            who[it.lease.attempt] = &found->second;
        }
    }
    const auto held = hold_numbers(transaction, callable);
    if (!held) return fail(held.error());
    std::vector<program::v1::Lease> leases;
    std::vector<Lease> given;
    for (const Lease& lease : callable) {
        if (!held->contains(lease.attempt)) {
            returns.push_back({lease, now + come_back_later});
            continue;
        }
        given.push_back(lease);
        leases.push_back(to_wire(lease, policies->at(lease.execution), *who.at(lease.attempt)));
    }
    if (auto done = write_numbers(transaction, given); !done) return fail(done.error());
    if (auto done = send_back(transaction, returns); !done) return fail(done.error());
    if (auto done = skip(transaction, skips, now); !done) return fail(done.error());
    return leases;
}

void Briefing::give_back(const std::vector<Claimed>& claimed) {
    // If this fails too, the leases run out unstarted and go back by themselves.
    (void)pool_.transact([&](pg::Transaction& transaction) -> Result<void> {
        if (auto locked = lock_stories(transaction, executions_in(claimed)); !locked) return locked;
        std::vector<base::AttemptId> attempts;
        for (const Claimed& it : claimed) attempts.push_back(it.lease.attempt);
        const auto leases = lock_leases(transaction, attempts);
        if (!leases) return fail(leases.error());
        const auto due = base::SystemClock{}.now() + come_back_later;
        std::vector<Return> returns;
        for (const Lease& lease : *leases) returns.push_back({lease, due});
        return send_back(transaction, returns);
    });
}

Result<std::vector<program::v1::Lease>> Briefing::brief(const std::vector<Claimed>& claimed) {
    const auto callees = ask(claimed);
    if (!callees) {
        give_back(claimed);
        return fail(callees.error());
    }
    return pool_.transact(
        [&](pg::Transaction& transaction) { return settle(transaction, claimed, *callees); });
}

} // namespace hatif::program_scheduler
