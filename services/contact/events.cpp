#include "contact/events.hpp"

#include "contact/audiences/wire.hpp"
#include "contact/do_not_call/wire.hpp"
#include "contact/people/wire.hpp"
#include "kafka/cloud_event.hpp"
#include "rpc/time.hpp"

#include <hatif/contact/v1/contact_events.pb.h>

#include <utility>

namespace hatif::contact {

Events::Events(base::OrganizationId organization, base::Instant now)
    : organization_{organization}, now_{now} {}

template <class Fill>
void Events::add(std::string key, const char* type, Fill fill) {
    v1::ContactEvent event;
    event.set_organization_id(organization_.value().to_string());
    rpc::set(*event.mutable_occurred_at(), now_);
    fill(event);
    announcements_.push_back({.topic = std::string{kafka::contact_events_topic},
                              .key = std::move(key),
                              .type = type,
                              .schema = "hatif.contact.v1.ContactEvent",
                              .payload = event.SerializeAsString(),
                              .occurred_at = now_});
}

void Events::created(const Contact& contact, const AttributeSchema& schema) {
    add(contact.id.value().to_string(), "hatif.contact.v1.ContactCreated",
        [&](v1::ContactEvent& event) {
            to_wire(contact, schema, *event.mutable_contact_created()->mutable_contact());
        });
}

void Events::updated(const Contact& contact, const AttributeSchema& schema) {
    add(contact.id.value().to_string(), "hatif.contact.v1.ContactUpdated",
        [&](v1::ContactEvent& event) {
            to_wire(contact, schema, *event.mutable_contact_updated()->mutable_contact());
        });
}

void Events::deleted(base::ContactId contact) {
    add(contact.value().to_string(), "hatif.contact.v1.ContactDeleted",
        [&](v1::ContactEvent& event) {
            event.mutable_contact_deleted()->set_contact_id(contact.value().to_string());
        });
}

void Events::created(const Audience& audience) {
    add(audience.id.value().to_string(), "hatif.contact.v1.AudienceCreated",
        [&](v1::ContactEvent& event) {
            to_wire(audience, *event.mutable_audience_created()->mutable_audience());
        });
}

void Events::updated(const Audience& audience) {
    add(audience.id.value().to_string(), "hatif.contact.v1.AudienceUpdated",
        [&](v1::ContactEvent& event) {
            to_wire(audience, *event.mutable_audience_updated()->mutable_audience());
        });
}

void Events::deleted(base::AudienceId audience) {
    add(audience.value().to_string(), "hatif.contact.v1.AudienceDeleted",
        [&](v1::ContactEvent& event) {
            event.mutable_audience_deleted()->set_audience_id(audience.value().to_string());
        });
}

void Events::members_changed(const MembersChange& change) {
    add(change.audience.value().to_string(), "hatif.contact.v1.AudienceMembersChanged",
        [&](v1::ContactEvent& event) {
            auto& changed = *event.mutable_audience_members_changed();
            changed.set_audience_id(change.audience.value().to_string());
            changed.set_version(change.version);
            changed.set_added(change.added);
            changed.set_removed(change.removed);
            changed.set_contact_count(change.contact_count);
        });
}

void Events::listed(const DoNotCallEntry& entry) {
    add(event_key(entry), "hatif.contact.v1.DoNotCallAdded", [&](v1::ContactEvent& event) {
        to_wire(entry, *event.mutable_do_not_call_added()->mutable_entry());
    });
}

void Events::unlisted(const DoNotCallEntry& entry) {
    add(event_key(entry), "hatif.contact.v1.DoNotCallRemoved", [&](v1::ContactEvent& event) {
        auto& removed = *event.mutable_do_not_call_removed();
        removed.set_entry_id(entry.id.to_string());
        removed.set_number(entry.number.e164());
    });
}

base::Result<void> Events::announce(pg::Transaction& transaction) const {
    return pg::announce(transaction, announcements_);
}

} // namespace hatif::contact
