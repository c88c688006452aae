#include "program_scheduler/leasing/inbound.hpp"

#include "base/overloaded.hpp"
#include "base/text.hpp"
#include "observability/log.hpp"
#include "program_scheduler/calls/single_call_rows.hpp"
#include "program_scheduler/leasing/lease_wire.hpp"
#include "program_scheduler/leasing/terms.hpp"
#include "program_scheduler/numbers/dialled_number.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
using namespace std::chrono_literals;
namespace v1 = program::v1;

namespace {

constexpr auto patience = 1s;
constexpr std::size_t longest_call_id = 512;
constexpr std::size_t longest_name = 64;

/// What a table can keep.
bool is_text(const std::string& text) {
    return base::is_utf8(text) && text.find('\0') == std::string::npos;
}

/// E.164 where it is a number; else as the trunk says it: "anonymous".
std::string caller_named(const std::string& from, const std::optional<std::string>& country) {
    if (const auto number = e164_of(from, country)) return *number;
    return is_text(from) && from.size() <= longest_name ? from : std::string{};
}

Result<bool> is_trunk(pg::Transaction& transaction, const base::TrunkId& id) {
    const auto found = transaction.exec("SELECT FROM trunks WHERE id = $1", id);
    if (!found) return fail(found.error());
    return !found->empty();
}

/// A number that this trunk may bring calls for.
bool may_come_by(const Did& did, const base::TrunkId& trunk) {
    return did.organization && did.status == DidStatus::active &&
           (!did.trunk || *did.trunk == trunk);
}

} // namespace

Result<Inbound::Look>
Inbound::look(pg::Transaction& transaction, const InboundKey& key, const Asked& request) {
    auto known = known_lease(transaction, key, request.worker(), desk_.lease_time);
    if (!known) return fail(known.error());
    if (*known) return Look{**std::move(known)};
    const auto trunk = is_trunk(transaction, key.trunk);
    if (!trunk) return fail(trunk.error());
    if (!*trunk) return Look{Refusal{404, "unknown_trunk"}};
    const auto did = did_dialled(transaction, request.to());
    if (!did) return fail(did.error());
    if (!*did || !may_come_by(**did, key.trunk)) return Look{Refusal{404, "unknown_did"}};
    if (!(*did)->inbound_flow) return Look{Refusal{404, "no_inbound_flow"}};
    const auto& organization = *(*did)->organization;
    const auto currency = currency_of(transaction, organization);
    if (!currency) return fail(currency.error());
    const auto& flow = *(*did)->inbound_flow;
    const auto version = flows_.version_for(transaction, organization, *currency, flow);
    if (!version) return fail(version.error());
    if (!*version) return Look{Refusal{480, "flow_cannot_run"}};
    return Look{Admission{.organization = organization,
                          .did = (*did)->id,
                          .to = (*did)->number,
                          .from = caller_named(request.from(), (*did)->country),
                          .flow = flow,
                          .flow_version = **version,
                          .currency = *currency}};
}

/// Nobody, when the contacts cannot be asked: the flow goes on without their fields.
contact::v1::Callee Inbound::who_calls(const Admission& admission) {
    if (!admission.from.starts_with('+')) return {};
    contact::v1::FindByPhoneRequest request;
    request.set_organization_id(admission.organization.value().to_string());
    request.set_phone(admission.from);
    grpc::ClientContext context;
    identity_.prepare(context, patience);
    contact::v1::FindByPhoneResponse response;
    const auto status = contacts_.FindByPhone(&context, request, &response);
    if (!status.ok()) {
        observability::log_warning("who calls is not known", {{"why", status.error_message()}});
    }
    return response.callee();
}

Result<Inbound::Look> Inbound::take(pg::Transaction& transaction,
                                    const InboundKey& key,
                                    const std::string& worker,
                                    const Admission& admission,
                                    const contact::v1::Callee& caller) {
    if (auto turn = take_turn(transaction, key); !turn) return fail(turn.error());
    auto known = known_lease(transaction, key, worker, desk_.lease_time);
    if (!known) return fail(known.error());
    if (*known) return Look{**std::move(known)};
    const auto now = desk_.now();
    const auto contact = base::Uuid::parse(caller.contact_id()).value_or(base::Uuid{});
    Claimed it{.lease = {.attempt = base::AttemptId{base::Uuid::v7(now)},
                         .epoch = 1,
                         .job = base::JobId{base::Uuid::v7(now)},
                         .execution = base::ExecutionId{base::Uuid{}},
                         .organization = admission.organization,
                         .program = base::ProgramId{admission.organization.value()},
                         .contact = base::ContactId{contact},
                         .did = admission.did,
                         .trunk = key.trunk,
                         .worker = worker,
                         .to = admission.to,
                         .from = admission.from,
                         .not_before = now,
                         .started_at = now,
                         .inbound = true},
               .audience = base::AudienceId{base::Uuid{}}};
    const auto room = take_room(transaction, it.lease);
    if (!room) return fail(room.error());
    if (!*room) return Look{Refusal{486, "no_room"}};
    const auto line = line_at(transaction, admission.organization, admission.did, now);
    if (!line) return fail(line.error());
    it.lease.execution = *line;
    const SingleCall terms{.flow = admission.flow,
                           .flow_version = admission.flow_version,
                           .currency = admission.currency,
                           .inbound = true};
    const NewCall job{it.lease.job,     *line, admission.organization,
                      it.lease.contact, now,   it.lease.attempt};
    if (auto done = insert_held_call(transaction, job, terms, now); !done) {
        return fail(done.error());
    }
    if (auto done = insert_inbound(transaction, it.lease, desk_.lease_time); !done) {
        return fail(done.error());
    }
    const auto read = Terms::read(transaction, {it.lease});
    if (!read) return fail(read.error());
    std::vector<v1::Lease> wire{program_scheduler::to_wire(it, *read, caller)};
    if (auto done = add_needs(transaction, wire); !done) return fail(done.error());
    if (auto done = remember(transaction, key, it.lease, wire.front()); !done) {
        return fail(done.error());
    }
    return Look{std::move(wire.front())};
}

v1::AdmitInboundResponse Inbound::to_wire(Look found) {
    v1::AdmitInboundResponse response;
    if (auto* lease = std::get_if<v1::Lease>(&found)) *response.mutable_lease() = std::move(*lease);
    if (const auto* refusal = std::get_if<Refusal>(&found)) {
        response.set_sip_code(refusal->sip_code);
        response.set_reason(refusal->reason);
    }
    return response;
}

Result<v1::AdmitInboundResponse> Inbound::admit(const Asked& request) {
    const auto trunk = base::Uuid::parse(request.trunk_id());
    if (!trunk) return to_wire(Refusal{404, "unknown_trunk"});
    if (request.call_id().empty() || request.call_id().size() > longest_call_id ||
        !is_text(request.call_id())) {
        return to_wire(Refusal{400, "bad_call_id"});
    }
    const InboundKey key{base::TrunkId{*trunk}, request.call_id()};
    auto found = desk_.pool.transact(
        [&](pg::Transaction& transaction) { return look(transaction, key, request); });
    if (!found) return fail(found.error());
    const auto* admission = std::get_if<Admission>(&*found);
    if (admission == nullptr) return to_wire(*std::move(found));
    const auto caller = who_calls(*admission);
    auto taken = desk_.pool.transact([&](pg::Transaction& transaction) {
        return take(transaction, key, request.worker(), *admission, caller);
    });
    if (!taken) return fail(taken.error());
    return to_wire(*std::move(taken));
}

} // namespace hatif::program_scheduler
