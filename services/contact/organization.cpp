#include "contact/organization.hpp"

namespace hatif::contact {

using base::Errc;
using base::fail;

base::Result<base::OrganizationId> organization_of(const rpc::Caller& caller) {
    if (caller.organization) return *caller.organization;
    return fail(Errc::forbidden, "the key belongs to no organization", "FORBIDDEN");
}

base::Result<base::OrganizationId> organization_named(std::string_view id) {
    const auto uuid = base::Uuid::parse(id);
    if (uuid) return base::OrganizationId{*uuid};
    return fail({Errc::invalid,
                 "1 field is invalid",
                 "VALIDATION",
                 {{"organizationId", "must be a uuid"}}});
}

phone::Country home_of(const rpc::Caller& caller) {
    static const auto nowhere = *phone::Country::parse("ZZ");
    return phone::Country::parse(caller.settings.country).value_or(nowhere);
}

} // namespace hatif::contact
