#include "program_scheduler/numbers/numbers_wire.hpp"

#include "program_scheduler/content/field_check.hpp"
#include "rpc/time.hpp"

namespace hatif::program_scheduler {

namespace v1 = program::v1;

namespace {

std::optional<DidStatus> from_wire(v1::DidStatus status) {
    switch (status) {
    case v1::DID_STATUS_ACTIVE:
        return DidStatus::active;
    case v1::DID_STATUS_INACTIVE:
        return DidStatus::inactive;
    case v1::DID_STATUS_RESERVED:
        return DidStatus::reserved;
    default:
        return {};
    }
}

v1::DidStatus to_wire(DidStatus status) {
    switch (status) {
    case DidStatus::active:
        return v1::DID_STATUS_ACTIVE;
    case DidStatus::inactive:
        return v1::DID_STATUS_INACTIVE;
    case DidStatus::reserved:
        return v1::DID_STATUS_RESERVED;
    }
    return v1::DID_STATUS_UNSPECIFIED;
}

} // namespace

DidSent from_wire(const v1::CreateDidRequest& request) {
    DidSent it{.number = sent(request.has_number(), request.number()),
               .country = sent(request.has_country(), request.country()),
               .description = sent(request.has_description(), request.description()),
               .trunk_id = sent(request.has_trunk_id(), request.trunk_id())};
    if (request.has_status()) it.status = from_wire(request.status());
    if (request.has_max_concurrent_calls())
        it.max_concurrent_calls = request.max_concurrent_calls();
    return it;
}

TrunkSent from_wire(const v1::CreateTrunkRequest& request) {
    TrunkSent it{.name = sent(request.has_name(), request.name()),
                 .host = sent(request.has_host(), request.host()),
                 .udp = !request.has_transport() || request.transport() == v1::TRUNK_TRANSPORT_UDP,
                 .username = sent(request.has_username(), request.username()),
                 .password = sent(request.has_password(), request.password())};
    if (request.has_port()) it.port = request.port();
    if (request.has_max_concurrent_calls())
        it.max_concurrent_calls = request.max_concurrent_calls();
    if (request.has_calls_per_second()) it.calls_per_second = request.calls_per_second();
    return it;
}

void to_wire(const Did& did, v1::Did& wire) {
    wire.set_id(did.id.value().to_string());
    if (did.organization) wire.set_organization_id(did.organization->value().to_string());
    wire.set_number(did.number);
    if (did.country) wire.set_country(*did.country);
    if (did.description) wire.set_description(*did.description);
    wire.set_status(to_wire(did.status));
    if (did.trunk) wire.set_trunk_id(did.trunk->value().to_string());
    if (did.max_concurrent_calls) wire.set_max_concurrent_calls(*did.max_concurrent_calls);
    rpc::set(*wire.mutable_created_at(), did.created_at);
    rpc::set(*wire.mutable_updated_at(), did.updated_at);
}

void to_wire(const Trunk& trunk, v1::Trunk& wire) {
    wire.set_id(trunk.id.value().to_string());
    wire.set_name(trunk.name);
    wire.set_host(trunk.host);
    wire.set_port(trunk.port);
    wire.set_transport(v1::TRUNK_TRANSPORT_UDP);
    if (trunk.username) wire.set_username(*trunk.username);
    if (trunk.max_concurrent_calls) wire.set_max_concurrent_calls(*trunk.max_concurrent_calls);
    if (trunk.calls_per_second) wire.set_calls_per_second(*trunk.calls_per_second);
    rpc::set(*wire.mutable_created_at(), trunk.created_at);
    rpc::set(*wire.mutable_updated_at(), trunk.updated_at);
}

} // namespace hatif::program_scheduler
