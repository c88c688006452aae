#include "program_scheduler/content/simulated_contact.hpp"

#include "base/text.hpp"
#include "rpc/status.hpp"
#include "simulation/read_scenarios.hpp"

#include <grpcpp/client_context.h>

namespace hatif::program_scheduler {

using base::Errc;
using base::fail;
using base::Result;
using namespace std::chrono_literals;

namespace {

/// As a call has them that is the first one of its kind.
void add_system(const rpc::Caller& caller, const std::string& contact, flow::Sources& sources) {
    const auto text = [&](const char* field) {
        const auto it = sources.fields.find(field);
        return it == sources.fields.end() ? std::string{} : flow::to_text(it->second);
    };
    const auto or_null = [](std::string it) {
        return it.empty() ? flow::Value{} : flow::Value{std::move(it)};
    };
    std::string name = text("fullName");
    if (name.empty()) name = base::trimmed(text("firstName") + ' ' + text("lastName"));
    sources.system = {
        {"sys.callId", std::string{"simulated@hatif"}},
        {"sys.callDirection", std::string{"outbound"}},
        {"sys.contactId", or_null(contact)},
        {"sys.contactPhone", or_null(text("primaryPhone"))},
        {"sys.contactName", or_null(std::move(name))},
        {"sys.organizationId", caller.organization->value().to_string()},
        {"sys.programId", flow::Value{}},
        {"sys.attemptNumber", 1.0},
    };
    if (!caller.settings.currency.empty()) sources.currency = caller.settings.currency;
}

Result<flow::Sources>
one_who_is_there(const ContactDesk& desk, const rpc::Caller& caller, const std::string& id) {
    contact::v1::SnapshotRequest request;
    request.set_organization_id(caller.organization->value().to_string());
    request.add_contact_ids(id);
    request.set_include_unreachable(true);
    grpc::ClientContext context;
    desk.identity.prepare(context, 1s); // a transaction waits meanwhile
    contact::v1::SnapshotResponse answer;
    const auto status = desk.contacts.Snapshot(&context, request, &answer);
    if (!status.ok()) return fail(rpc::from_status(status));
    if (answer.callees_size() != 1 || answer.callees(0).refusal() == contact::v1::REFUSAL_DELETED) {
        return fail(Errc::not_found, "there is no contact " + id, "CONTACT_NOT_FOUND");
    }
    const auto& callee = answer.callees(0);
    if (callee.refusal() != contact::v1::REFUSAL_UNSPECIFIED) {
        return fail(Errc::conflict,
                    "contact " + id +
                        " may not be called, and nothing is told of them: send fields "
                        "and customAttributes instead of contactId",
                    "CONFLICT");
    }
    flow::Sources sources;
    for (const auto& [name, value] : callee.fields()) {
        if (const auto field = flow::contact_field(name)) sources.fields.emplace(*field, value);
    }
    if (callee.custom_attributes().empty()) return sources;
    auto attributes =
        simulation::read_contact("{\"customAttributes\":" + callee.custom_attributes() + '}');
    if (attributes) sources.attributes = std::move(attributes->attributes);
    return sources;
}

/// The JSON of a member that may be absent.
std::string or_empty(const std::string& json) {
    return json.empty() ? "{}" : json;
}

} // namespace

Result<flow::Sources> simulated_contact(const ContactDesk& desk,
                                        const rpc::Caller& caller,
                                        const program::v1::SimulatedContact& contact) {
    const auto sent = simulation::read_contact(
        "{\"fields\":" + or_empty(contact.fields()) +
        ",\"customAttributes\":" + or_empty(contact.custom_attributes()) + '}');
    if (!sent) return sent;
    flow::Sources sources;
    if (contact.has_contact_id()) {
        auto known = one_who_is_there(desk, caller, contact.contact_id());
        if (!known) return known;
        sources = std::move(*known);
    }
    for (const auto& [name, value] : sent->fields) sources.fields.insert_or_assign(name, value);
    for (const auto& [name, value] : sent->attributes) {
        sources.attributes.insert_or_assign(name, value);
    }
    add_system(caller, contact.contact_id(), sources);
    return sources;
}

} // namespace hatif::program_scheduler
