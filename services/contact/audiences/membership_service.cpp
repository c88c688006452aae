#include "contact/audiences/membership_service.hpp"

#include "contact/attributes/attribute_store.hpp"
#include "contact/audiences/audience_store.hpp"
#include "contact/audiences/callee.hpp"
#include "contact/audiences/census.hpp"
#include "contact/audiences/due_members.hpp"
#include "contact/audiences/membership_store.hpp"
#include "contact/audiences/zone_sets.hpp"
#include "contact/do_not_call/do_not_call_store.hpp"
#include "contact/organization.hpp"
#include "contact/people/contact_store.hpp"
#include "rpc/status.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace hatif::contact {

using base::Errc;
using base::fail;
using base::Result;

namespace {

/// Ids in one message of the stream: 64 KB.
constexpr std::int64_t chunk = 4'000;

using Find = Result<Audience> (*)(pg::Transaction&, base::OrganizationId, std::string_view);

Result<Audience> audience_of(pg::Transaction& transaction,
                             const std::string& organization_id,
                             const std::string& audience_id,
                             Find find) {
    const auto organization = organization_named(organization_id);
    if (!organization) return fail(organization.error());
    return find(transaction, *organization, audience_id);
}

/// Versions to come have no members yet: an answer now would not be theirs.
Result<void> check_version(const Audience& audience, std::int64_t version) {
    if (version >= 0 && version <= audience.version) return {};
    return fail(Errc::invalid, "the audience has no such version", "VALIDATION");
}

Result<MembersAsked> read(pg::Pool& pool, const v1::MembersRequest& request) {
    const auto audience = pool.transact([&](pg::Transaction& transaction) {
        return audience_of(transaction, request.organization_id(), request.audience_id(),
                           find_audience_ever);
    });
    if (!audience) return fail(audience.error());
    const auto after = base::Uuid::parse(request.after());
    if (!request.after().empty() && !after) {
        return fail(Errc::invalid, "after must be a uuid", "VALIDATION");
    }
    if (auto known = check_version(*audience, request.version()); !known) {
        return fail(known.error());
    }
    const std::int64_t all = std::numeric_limits<std::int64_t>::max();
    return MembersAsked{audience->id, request.version(), after.value_or(base::Uuid{}),
                        request.limit() == 0 ? all : request.limit(), request.with_zones()};
}

v1::MembersResponse to_wire(const Members& members) {
    v1::MembersResponse response;
    auto& bytes = *response.mutable_contact_ids();
    for (const auto& id : members.ids) bytes.append(id.bytes().begin(), id.bytes().end());
    ZoneSets sets;
    for (const auto& place : members.places) response.add_zones(sets.number_of(place));
    response.mutable_zone_sets()->Assign(sets.sets().begin(), sets.sets().end());
    return response;
}

/// The next members, at most a message full. The connection is not held while the client reads.
Result<Members> next(pg::Pool& pool, MembersAsked asked) {
    asked.limit = std::min(asked.limit, chunk);
    auto connection = pool.borrow();
    if (!connection) return fail(connection.error());
    return members_of(**connection, asked);
}

using Ids = std::unordered_set<std::string>;

/// Of the ids those that are members of the audience now; it may be deleted meanwhile.
Result<Ids> members_among(pg::Transaction& transaction,
                          base::OrganizationId organization,
                          const std::string& audience_id,
                          const std::vector<base::Uuid>& ids) {
    const auto audience = find_audience_ever(transaction, organization, audience_id);
    if (!audience) return fail(audience.error());
    const auto now = members_now(transaction, audience->id, ids);
    if (!now) return fail(now.error());
    Ids members;
    for (const auto& id : *now) members.insert(id.to_string());
    return members;
}

/// The numbers of these contacts that must not be called now.
Result<std::set<std::string>> forbidden_among(pg::Transaction& transaction,
                                              base::OrganizationId organization,
                                              const std::vector<Contact>& contacts,
                                              base::Instant now) {
    std::vector<std::string> numbers;
    for (const auto& contact : contacts) {
        if (contact.phone) numbers.push_back(contact.phone->e164());
    }
    return listed_among(transaction, organization, numbers, now);
}

Result<void> snapshot(const v1::SnapshotRequest& request,
                      base::Instant now,
                      pg::Transaction& transaction,
                      v1::SnapshotResponse& response) {
    const auto organization = organization_named(request.organization_id());
    if (!organization) return fail(organization.error());
    std::vector<base::Uuid> ids;
    for (const auto& id : request.contact_ids()) {
        if (const auto uuid = base::Uuid::parse(id)) ids.push_back(*uuid);
    }
    const auto stored = find_contacts(transaction, *organization, ids);
    if (!stored) return fail(stored.error());
    std::unordered_map<std::string, const Contact*> contacts;
    for (const auto& contact : *stored) contacts[contact.id.value().to_string()] = &contact;
    const auto schema = read_schema(transaction, *organization);
    if (!schema) return fail(schema.error());
    const auto forbidden = forbidden_among(transaction, *organization, *stored, now);
    if (!forbidden) return fail(forbidden.error());
    const bool any = request.audience_id().empty();
    const auto members =
        any ? Ids{} : members_among(transaction, *organization, request.audience_id(), ids);
    if (!members) return fail(members.error());

    for (const auto& id : request.contact_ids()) {
        const auto found = contacts.find(id);
        const auto* contact = found == contacts.end() ? nullptr : found->second;
        auto& callee = *response.add_callees();
        callee.set_contact_id(id);
        to_callee({.contact = contact,
                   .is_member = any || members->contains(id),
                   .attributes = *schema,
                   .do_not_call = contact != nullptr && contact->phone &&
                                  forbidden->contains(contact->phone->e164()),
                   .include_unreachable = request.include_unreachable()},
                  callee);
    }
    return {};
}

Result<void> census(const v1::TakeCensusRequest& request,
                    base::Instant now,
                    pg::Transaction& transaction,
                    v1::Census& response) {
    const auto audience = audience_of(transaction, request.organization_id(), request.audience_id(),
                                      find_audience_ever);
    if (!audience) return fail(audience.error());
    if (auto known = check_version(*audience, request.version()); !known) return known;
    auto taken = take_census(transaction, {.organization = audience->organization,
                                           .audience = audience->id,
                                           .version = request.version(),
                                           .include_unreachable = request.include_unreachable(),
                                           .now = now});
    if (!taken) return fail(taken.error());
    response = *std::move(taken);
    return {};
}

/// Whoever calls us may be on the do-not-call list, or have been out of reach: nothing is refused.
Result<void> find_caller(const v1::FindByPhoneRequest& request,
                         pg::Transaction& transaction,
                         v1::FindByPhoneResponse& response) {
    const auto organization = organization_named(request.organization_id());
    if (!organization) return fail(organization.error());
    const auto found = find_by_phone(transaction, *organization, {request.phone()});
    if (!found) return fail(found.error());
    if (found->empty() || !found->front().phone) return {};
    const auto schema = read_schema(transaction, *organization);
    if (!schema) return fail(schema.error());
    auto& callee = *response.mutable_callee();
    callee.set_contact_id(found->front().id.value().to_string());
    to_callee({.contact = &found->front(), .attributes = *schema, .include_unreachable = true},
              callee);
    return {};
}

} // namespace

grpc::Status MembershipService::DescribeAudience(grpc::ServerContext* context,
                                                 const v1::DescribeAudienceRequest* request,
                                                 v1::AudienceVersion* response) {
    return endpoint_.run(
        *context, *request, *response, [&](const auto&, auto& transaction) -> Result<void> {
            const auto audience = audience_of(transaction, request->organization_id(),
                                              request->audience_id(), find_audience);
            if (!audience) return fail(audience.error());
            response->set_version(audience->version);
            response->set_count(audience->contact_count);
            return {};
        });
}

grpc::Status MembershipService::Members(grpc::ServerContext* context,
                                        const v1::MembersRequest* request,
                                        grpc::ServerWriter<v1::MembersResponse>* writer) {
    if (const auto caller = endpoint_.caller(*context, *request->GetDescriptor()); !caller) {
        return rpc::to_status(caller.error());
    }
    auto asked = read(pool_, *request);
    if (!asked) return rpc::to_status(asked.error());
    while (asked->limit > 0) {
        const auto members = next(pool_, *asked);
        if (!members) return rpc::to_status(members.error());
        if (members->ids.empty() || !writer->Write(to_wire(*members))) break;
        asked->after = members->ids.back();
        asked->limit -= static_cast<std::int64_t>(members->ids.size());
    }
    return grpc::Status::OK;
}

grpc::Status MembershipService::Snapshot(grpc::ServerContext* context,
                                         const v1::SnapshotRequest* request,
                                         v1::SnapshotResponse* response) {
    return endpoint_.run(*context, *request, *response, [&](const auto&, auto& transaction) {
        return snapshot(*request, clock_.now(), transaction, *response);
    });
}

grpc::Status MembershipService::FindByPhone(grpc::ServerContext* context,
                                            const v1::FindByPhoneRequest* request,
                                            v1::FindByPhoneResponse* response) {
    return endpoint_.run(*context, *request, *response, [&](const auto&, auto& transaction) {
        return find_caller(*request, transaction, *response);
    });
}

grpc::Status MembershipService::DueMembers(grpc::ServerContext* context,
                                           const v1::DueMembersRequest* request,
                                           grpc::ServerWriter<v1::DueMembersResponse>* writer) {
    if (const auto caller = endpoint_.caller(*context, *request->GetDescriptor()); !caller) {
        return rpc::to_status(caller.error());
    }
    const auto asked = pool_.transact(
        [&](pg::Transaction& transaction) { return read_due(transaction, *request); });
    if (!asked) return rpc::to_status(asked.error());
    const auto told = tell_due(
        pool_, *asked, [&](const v1::DueMembersResponse& part) { return writer->Write(part); });
    return told ? grpc::Status::OK : rpc::to_status(told.error());
}

grpc::Status MembershipService::TakeCensus(grpc::ServerContext* context,
                                           const v1::TakeCensusRequest* request,
                                           v1::Census* response) {
    return endpoint_.run(*context, *request, *response, [&](const auto&, auto& transaction) {
        return census(*request, clock_.now(), transaction, *response);
    });
}

grpc::Status MembershipService::DescribeAttributes(grpc::ServerContext* context,
                                                   const v1::DescribeAttributesRequest* request,
                                                   v1::DescribeAttributesResponse* response) {
    return endpoint_.run(
        *context, *request, *response, [&](const auto&, auto& transaction) -> Result<void> {
            const auto organization = organization_named(request->organization_id());
            if (!organization) return fail(organization.error());
            const auto schema = read_schema(transaction, *organization);
            if (!schema) return fail(schema.error());
            for (const auto& [name, type] : schema->types()) response->add_names(name);
            return {};
        });
}

} // namespace hatif::contact
