#include "contact/attributes/wire.hpp"

#include "rpc/time.hpp"

#include <array>
#include <utility>

namespace hatif::contact {

namespace {

constexpr std::array<std::pair<AttributeType, v1::AttributeType>, 7> types{{
    {AttributeType::text, v1::ATTRIBUTE_TYPE_TEXT},
    {AttributeType::number, v1::ATTRIBUTE_TYPE_NUMBER},
    {AttributeType::boolean, v1::ATTRIBUTE_TYPE_BOOLEAN},
    {AttributeType::date, v1::ATTRIBUTE_TYPE_DATE},
    {AttributeType::phone_number, v1::ATTRIBUTE_TYPE_PHONE_NUMBER},
    {AttributeType::email, v1::ATTRIBUTE_TYPE_EMAIL},
    {AttributeType::url, v1::ATTRIBUTE_TYPE_URL},
}};

} // namespace

void to_wire(const CustomAttribute& attribute, v1::CustomAttribute& wire) {
    wire.set_id(attribute.id.value().to_string());
    wire.set_organization_id(attribute.organization.value().to_string());
    wire.set_name(attribute.name);
    wire.set_display_name(attribute.display_name);
    if (attribute.description) wire.set_description(*attribute.description);
    for (const auto& [type, wired] : types) {
        if (type == attribute.type) wire.set_type(wired);
    }
    rpc::set(*wire.mutable_created_at(), attribute.created_at);
    rpc::set(*wire.mutable_updated_at(), attribute.updated_at);
}

std::optional<AttributeType> from_wire(v1::AttributeType type) {
    for (const auto& [value, wired] : types) {
        if (wired == type) return value;
    }
    return std::nullopt;
}

} // namespace hatif::contact
