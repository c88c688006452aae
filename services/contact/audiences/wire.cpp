#include "contact/audiences/wire.hpp"

#include "rpc/time.hpp"

namespace hatif::contact {

void to_wire(const Audience& audience, v1::Audience& wire) {
    wire.set_id(audience.id.value().to_string());
    wire.set_organization_id(audience.organization.value().to_string());
    wire.set_name(audience.name);
    if (audience.description) wire.set_description(*audience.description);
    wire.set_contact_count(audience.contact_count);
    rpc::set(*wire.mutable_created_at(), audience.created_at);
    rpc::set(*wire.mutable_updated_at(), audience.updated_at);
}

} // namespace hatif::contact
