#include "gateway/identity/organizations/founding.hpp"

#include "gateway/identity/members/member_rows.hpp"
#include "gateway/identity/organizations/organization_rows.hpp"

namespace hatif::gateway {

using base::fail;
using base::Result;

Result<Organization>
found(pg::Transaction& transaction, Organization organization, const std::optional<Member>& admin) {
    organization.slug = slug_of(organization.name);
    const auto is_taken = has_slug(transaction, organization.slug);
    if (!is_taken) return fail(is_taken.error());
    if (*is_taken) {
        // The end of its id is random.
        const auto id = organization.id.value().to_string();
        organization.slug += "-" + id.substr(id.size() - 8);
    }
    auto kept = insert_organization(transaction, organization);
    if (!kept) return fail(kept.error());
    if (admin) {
        if (auto added = insert_member(transaction, *admin); !added) return fail(added.error());
    }
    return organization;
}

ApiKey first_key_of(const Organization& organization, base::Instant now) {
    return {.id = ApiKeyId{base::Uuid::v7(now)},
            .organization = organization.id,
            .name = "first key",
            .prefix = std::string{organization_prefix},
            .shown_part = {},
            .role = rpc::Role::admin,
            .created_at = now,
            .updated_at = now};
}

} // namespace hatif::gateway
