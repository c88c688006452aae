#include "contact/testing/suite.hpp"

namespace hatif::contact::testing {

v1::Contact Client::create(const std::string& json) {
    v1::CreateContactRequest request;
    request.set_contact(json);
    return call(&v1::ContactService::Stub::CreateContact, *contacts_, request);
}

v1::UpsertContactsResponse Client::upsert(const std::string& data, const std::string& audience) {
    v1::UpsertContactsRequest request;
    request.set_data(data);
    if (!audience.empty()) request.set_audience_id(audience);
    return call(&v1::ContactService::Stub::UpsertContacts, *contacts_, request);
}

v1::Contact Client::update(const std::string& id, const std::string& json) {
    v1::UpdateContactRequest request;
    request.set_id(id);
    request.set_contact(json);
    return call(&v1::ContactService::Stub::UpdateContact, *contacts_, request);
}

v1::BulkDeleteContactsResponse Client::bulk_delete(const v1::BulkDeleteContactsRequest& request) {
    return call(&v1::ContactService::Stub::BulkDeleteContacts, *contacts_, request);
}

std::string Client::export_contacts(const v1::ExportContactsRequest& request,
                                    type::v1::Download::Header* header) {
    std::string bytes;
    export_contacts(
        request, [&](const std::string& chunk) { bytes += chunk; }, header);
    return bytes;
}

void Client::export_contacts(const v1::ExportContactsRequest& request,
                             const std::function<void(const std::string&)>& take,
                             type::v1::Download::Header* header) {
    grpc::ClientContext context;
    prepare(context);
    const auto reader = contacts_->ExportContacts(&context, request);
    for (type::v1::Download part; reader->Read(&part);) {
        take(part.chunk());
        if (part.has_header() && header != nullptr) *header = part.header();
    }
    note(reader->Finish());
}

v1::CustomAttribute Client::create_attribute(const std::string& display_name,
                                             v1::AttributeType type,
                                             const std::string& description) {
    v1::CreateCustomAttributeRequest request;
    request.set_display_name(display_name);
    if (type != v1::ATTRIBUTE_TYPE_UNSPECIFIED) request.set_type(type);
    if (!description.empty()) request.set_description(description);
    return call(&v1::CustomAttributeService::Stub::CreateCustomAttribute, *attributes_, request);
}

v1::CustomAttribute Client::get_attribute(const std::string& id) {
    v1::GetCustomAttributeRequest request;
    request.set_id(id);
    return call(&v1::CustomAttributeService::Stub::GetCustomAttribute, *attributes_, request);
}

v1::CustomAttribute Client::update_attribute(const v1::UpdateCustomAttributeRequest& request) {
    return call(&v1::CustomAttributeService::Stub::UpdateCustomAttribute, *attributes_, request);
}

void Client::delete_attribute(const std::string& id) {
    v1::DeleteCustomAttributeRequest request;
    request.set_id(id);
    call(&v1::CustomAttributeService::Stub::DeleteCustomAttribute, *attributes_, request);
}

v1::ListCustomAttributesResponse
Client::list_attributes(const v1::ListCustomAttributesRequest& request) {
    return call(&v1::CustomAttributeService::Stub::ListCustomAttributes, *attributes_, request);
}

std::vector<std::string> Client::attribute_names() {
    auto service = as_service();
    v1::DescribeAttributesRequest request;
    request.set_organization_id(organization());
    const auto response =
        service.call(&v1::MembershipService::Stub::DescribeAttributes, *memberships_, request);
    note(grpc::Status::OK);
    refused_ = service.refused_;
    return {response.names().begin(), response.names().end()};
}

v1::Contact Client::get(const std::string& id) {
    v1::GetContactRequest request;
    request.set_id(id);
    return call(&v1::ContactService::Stub::GetContact, *contacts_, request);
}

void Client::remove(const std::string& id) {
    v1::DeleteContactRequest request;
    request.set_id(id);
    call(&v1::ContactService::Stub::DeleteContact, *contacts_, request);
}

v1::ListContactsResponse Client::list(const v1::ListContactsRequest& request) {
    return call(&v1::ContactService::Stub::ListContacts, *contacts_, request);
}

} // namespace hatif::contact::testing
