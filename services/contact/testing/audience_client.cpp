#include "contact/testing/suite.hpp"

namespace hatif::contact::testing {

v1::Audience Client::create_audience(const std::string& name) {
    v1::CreateAudienceRequest request;
    request.set_name(name);
    return call(&v1::AudienceService::Stub::CreateAudience, *audiences_, request);
}

v1::Audience Client::get_audience(const std::string& id) {
    v1::GetAudienceRequest request;
    request.set_id(id);
    return call(&v1::AudienceService::Stub::GetAudience, *audiences_, request);
}

v1::Audience Client::update_audience(const v1::UpdateAudienceRequest& request) {
    return call(&v1::AudienceService::Stub::UpdateAudience, *audiences_, request);
}

void Client::delete_audience(const std::string& id) {
    v1::DeleteAudienceRequest request;
    request.set_id(id);
    call(&v1::AudienceService::Stub::DeleteAudience, *audiences_, request);
}

v1::ListAudiencesResponse Client::list_audiences_of(const std::string& contact) {
    v1::ListAudiencesOfContactRequest request;
    request.set_id(contact);
    return call(&v1::AudienceService::Stub::ListAudiencesOfContact, *audiences_, request);
}

v1::ListAudiencesResponse Client::list_audiences(const v1::ListAudiencesRequest& request) {
    return call(&v1::AudienceService::Stub::ListAudiences, *audiences_, request);
}

v1::ListAudienceContactsResponse
Client::list_members(const v1::ListAudienceContactsRequest& request) {
    return call(&v1::AudienceService::Stub::ListAudienceContacts, *audiences_, request);
}

v1::AddContactsResponse Client::add(const std::string& audience,
                                    const std::vector<std::string>& ids) {
    v1::ChangeMembersRequest request;
    request.set_id(audience);
    request.mutable_contacts()->Assign(ids.begin(), ids.end());
    return call(&v1::AudienceService::Stub::AddContacts, *audiences_, request);
}

v1::RemoveContactsResponse Client::remove(const std::string& audience,
                                          const std::vector<std::string>& ids) {
    v1::ChangeMembersRequest request;
    request.set_id(audience);
    request.mutable_contacts()->Assign(ids.begin(), ids.end());
    return call(&v1::AudienceService::Stub::RemoveContacts, *audiences_, request);
}

v1::ReplaceContactsResponse Client::replace(const v1::ReplaceContactsRequest& request) {
    return call(&v1::AudienceService::Stub::ReplaceContacts, *audiences_, request);
}

v1::ReplaceContactsResponse Client::replace(const std::string& audience,
                                            const std::vector<std::string>& ids) {
    v1::ReplaceContactsRequest request;
    request.set_id(audience);
    request.mutable_contacts()->Assign(ids.begin(), ids.end());
    if (ids.empty()) request.add_cleared("contacts"); // as the gateway reads []
    return replace(request);
}

v1::AddDoNotCallResponse Client::list_number(const std::string& number) {
    v1::AddDoNotCallRequest request;
    request.add_numbers(number);
    return add_do_not_call(request);
}

v1::AddDoNotCallResponse Client::add_do_not_call(const v1::AddDoNotCallRequest& request) {
    return call(&v1::DoNotCallService::Stub::AddDoNotCall, *do_not_call_, request);
}

v1::ListDoNotCallResponse Client::list_do_not_call(const v1::ListDoNotCallRequest& request) {
    return call(&v1::DoNotCallService::Stub::ListDoNotCall, *do_not_call_, request);
}

void Client::remove_do_not_call(const std::vector<std::string>& numbers) {
    v1::RemoveDoNotCallRequest request;
    request.mutable_numbers()->Assign(numbers.begin(), numbers.end());
    call(&v1::DoNotCallService::Stub::RemoveDoNotCall, *do_not_call_, request);
}

void Client::delete_do_not_call(const std::string& id) {
    v1::DeleteDoNotCallEntryRequest request;
    request.set_id(id);
    call(&v1::DoNotCallService::Stub::DeleteDoNotCallEntry, *do_not_call_, request);
}

v1::AudienceVersion Client::describe(const std::string& audience) {
    v1::DescribeAudienceRequest request;
    request.set_organization_id(organization());
    request.set_audience_id(audience);
    return call(&v1::MembershipService::Stub::DescribeAudience, *memberships_, request);
}

namespace {

/// Those in one message of the stream.
std::vector<std::string> ids_in(const v1::MembersResponse& part) {
    std::vector<std::string> ids;
    for (std::size_t at = 0; at < part.contact_ids().size(); at += 16) {
        base::Uuid::Bytes bytes{};
        part.contact_ids().copy(reinterpret_cast<char*>(bytes.data()), 16, at);
        ids.push_back(base::Uuid{bytes}.to_string());
    }
    return ids;
}

} // namespace

std::vector<std::string> Client::members(const std::string& audience,
                                         std::int64_t version,
                                         const std::string& after,
                                         std::uint32_t limit) {
    v1::MembersRequest request;
    request.set_organization_id(organization());
    request.set_audience_id(audience);
    request.set_version(version);
    request.set_after(after);
    request.set_limit(limit);
    grpc::ClientContext context;
    prepare(context);
    const auto reader = memberships_->Members(&context, request);
    std::vector<std::string> ids;
    for (v1::MembersResponse part; reader->Read(&part);) {
        for (auto& id : ids_in(part)) ids.push_back(std::move(id));
    }
    note(reader->Finish());
    return ids;
}

std::map<std::string, std::string> Client::members_with_zones(const std::string& audience,
                                                              std::int64_t version,
                                                              const std::string& after,
                                                              std::uint32_t limit) {
    v1::MembersRequest request;
    request.set_after(after);
    request.set_limit(limit);
    request.set_organization_id(organization());
    request.set_audience_id(audience);
    request.set_version(version);
    request.set_with_zones(true);
    grpc::ClientContext context;
    prepare(context);
    const auto reader = memberships_->Members(&context, request);
    std::map<std::string, std::string> zones;
    for (v1::MembersResponse part; reader->Read(&part);) {
        const auto ids = ids_in(part);
        for (std::size_t i = 0; i < ids.size(); ++i) {
            const auto set = part.zones(static_cast<int>(i));
            zones[ids[i]] = part.zone_sets(static_cast<int>(set));
        }
    }
    note(reader->Finish());
    return zones;
}

std::vector<v1::DueMember> Client::due_members(const v1::DueMembersRequest& request) {
    grpc::ClientContext context;
    prepare(context);
    const auto reader = memberships_->DueMembers(&context, request);
    std::vector<v1::DueMember> due;
    for (v1::DueMembersResponse part; reader->Read(&part);) {
        due.insert(due.end(), part.members().begin(), part.members().end());
    }
    note(reader->Finish());
    return due;
}

v1::Census
Client::census(const std::string& audience, std::int64_t version, bool include_unreachable) {
    v1::TakeCensusRequest request;
    request.set_organization_id(organization());
    request.set_audience_id(audience);
    request.set_version(version);
    request.set_include_unreachable(include_unreachable);
    return call(&v1::MembershipService::Stub::TakeCensus, *memberships_, request);
}

std::vector<v1::Callee> Client::snapshot(const std::string& audience,
                                         const std::vector<std::string>& ids,
                                         bool include_unreachable) {
    v1::SnapshotRequest request;
    request.set_include_unreachable(include_unreachable);
    request.set_organization_id(organization());
    request.set_audience_id(audience);
    request.mutable_contact_ids()->Assign(ids.begin(), ids.end());
    const auto response = call(&v1::MembershipService::Stub::Snapshot, *memberships_, request);
    return {response.callees().begin(), response.callees().end()};
}

std::vector<v1::Callee> Client::caller(const std::string& phone) {
    v1::FindByPhoneRequest request;
    request.set_organization_id(organization());
    request.set_phone(phone);
    const auto response = call(&v1::MembershipService::Stub::FindByPhone, *memberships_, request);
    if (!response.has_callee()) return {};
    return {response.callee()};
}

} // namespace hatif::contact::testing
