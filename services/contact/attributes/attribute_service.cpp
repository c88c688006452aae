#include "contact/attributes/attribute_service.hpp"

#include "contact/attributes/attribute_store.hpp"
#include "contact/attributes/wire.hpp"
#include "contact/organization.hpp"
#include "contact/people/contact_store.hpp"
#include "page/wire.hpp"

#include <algorithm>

namespace hatif::contact {

using base::fail;
using base::Result;

namespace {

Result<void> list(const rpc::Caller& caller,
                  const v1::ListCustomAttributesRequest& request,
                  pg::Transaction& transaction,
                  v1::ListCustomAttributesResponse& response) {
    const auto organization = organization_of(caller);
    if (!organization) return fail(organization.error());
    const auto wanted = page::Request::read(page::asked(request, type::v1::SORT_ORDER_ASC),
                                            {"displayName", "name", "createdAt"});
    if (!wanted) return fail(wanted.error());
    const auto found = list_attributes(transaction, *organization, *wanted);
    if (!found) return fail(found.error());
    for (const auto& attribute : found->attributes) to_wire(attribute, *response.add_data());
    page::write(found->meta, *response.mutable_meta());
    return {};
}

/// An empty description is none.
std::optional<std::string> description_of(const std::string& sent) {
    if (sent.empty()) return std::nullopt;
    return sent;
}

Result<void> create(const rpc::Caller& caller,
                    const v1::CreateCustomAttributeRequest& request,
                    base::Instant now,
                    pg::Transaction& transaction,
                    v1::CustomAttribute& response) {
    const auto organization = organization_of(caller);
    if (!organization) return fail(organization.error());
    const auto type = from_wire(request.type());
    const auto description = description_of(request.description());
    if (auto checked = check_attribute(request.display_name(), type, description); !checked) {
        return checked;
    }
    // So that two requests at once cannot both take the last place.
    if (auto turn = take_turn(transaction, *organization); !turn) return turn;
    const auto there = read_schema(transaction, *organization);
    if (!there) return fail(there.error());
    if (there->types().size() >= most_attributes) {
        return fail({base::Errc::invalid,
                     "the organization has " + std::to_string(most_attributes) +
                         " custom attributes, which is the most; delete one that is not used",
                     "VALIDATION"});
    }
    const CustomAttribute attribute{.id = AttributeId{base::Uuid::v7(now)},
                                    .organization = *organization,
                                    .name = attribute_name(request.display_name()),
                                    .display_name = request.display_name(),
                                    .description = description,
                                    .type = *type,
                                    .created_at = now,
                                    .updated_at = now};
    to_wire(attribute, response);
    return insert_attribute(transaction, attribute);
}

Result<void> update(const rpc::Caller& caller,
                    const v1::UpdateCustomAttributeRequest& request,
                    base::Instant now,
                    pg::Transaction& transaction,
                    v1::CustomAttribute& response) {
    const auto organization = organization_of(caller);
    if (!organization) return fail(organization.error());
    auto attribute = find_attribute(transaction, *organization, request.id());
    if (!attribute) return fail(attribute.error());
    auto description = attribute->description;
    if (request.has_description()) description = description_of(request.description());
    const auto& cleared = request.cleared();
    if (std::find(cleared.begin(), cleared.end(), "description") != cleared.end()) {
        description.reset();
    }
    if (auto checked = check_description(description); !checked) return checked;
    const bool same = description == attribute->description;
    attribute->description = std::move(description);
    if (!same) attribute->updated_at = now;
    to_wire(*attribute, response);
    return same ? Result<void>{} : rewrite_description(transaction, *attribute);
}

Result<void> remove(const rpc::Caller& caller,
                    const v1::DeleteCustomAttributeRequest& request,
                    pg::Transaction& transaction) {
    const auto organization = organization_of(caller);
    if (!organization) return fail(organization.error());
    const auto attribute = find_attribute(transaction, *organization, request.id());
    if (!attribute) return fail(attribute.error());
    return delete_attribute(transaction, attribute->id);
}

} // namespace

grpc::Status AttributeService::ListCustomAttributes(grpc::ServerContext* context,
                                                    const v1::ListCustomAttributesRequest* request,
                                                    v1::ListCustomAttributesResponse* response) {
    return endpoint_.run(*context, *request, *response, [&](const auto& caller, auto& transaction) {
        return list(caller, *request, transaction, *response);
    });
}

grpc::Status
AttributeService::CreateCustomAttribute(grpc::ServerContext* context,
                                        const v1::CreateCustomAttributeRequest* request,
                                        v1::CustomAttribute* response) {
    return endpoint_.run(*context, *request, *response, [&](const auto& caller, auto& transaction) {
        return create(caller, *request, clock_.now(), transaction, *response);
    });
}

grpc::Status AttributeService::GetCustomAttribute(grpc::ServerContext* context,
                                                  const v1::GetCustomAttributeRequest* request,
                                                  v1::CustomAttribute* response) {
    return endpoint_.run(
        *context, *request, *response, [&](const auto& caller, auto& transaction) -> Result<void> {
            const auto organization = organization_of(caller);
            if (!organization) return fail(organization.error());
            const auto attribute = find_attribute(transaction, *organization, request->id());
            if (!attribute) return fail(attribute.error());
            to_wire(*attribute, *response);
            return {};
        });
}

grpc::Status
AttributeService::UpdateCustomAttribute(grpc::ServerContext* context,
                                        const v1::UpdateCustomAttributeRequest* request,
                                        v1::CustomAttribute* response) {
    return endpoint_.run(*context, *request, *response, [&](const auto& caller, auto& transaction) {
        return update(caller, *request, clock_.now(), transaction, *response);
    });
}

grpc::Status
AttributeService::DeleteCustomAttribute(grpc::ServerContext* context,
                                        const v1::DeleteCustomAttributeRequest* request,
                                        google::protobuf::Empty* response) {
    return endpoint_.run(*context, *request, *response, [&](const auto& caller, auto& transaction) {
        return remove(caller, *request, transaction);
    });
}

} // namespace hatif::contact
