#pragma once

#include "contact/attributes/attribute_schema.hpp"
#include "contact/attributes/custom_attribute.hpp"
#include "page/meta.hpp"
#include "page/request.hpp"
#include "pg/transaction.hpp"

#include <string_view>
#include <vector>

/// Custom attributes in PostgreSQL.
namespace hatif::contact {

/// All that the organization has.
base::Result<AttributeSchema> read_schema(pg::Transaction& transaction,
                                          base::OrganizationId organization);

/// None: CUSTOM_ATTRIBUTE_NOT_FOUND.
base::Result<CustomAttribute> find_attribute(pg::Transaction& transaction,
                                             base::OrganizationId organization,
                                             std::string_view id);

/// The name is taken: CUSTOM_ATTRIBUTE_ALREADY_EXISTS.
base::Result<void> insert_attribute(pg::Transaction& transaction, const CustomAttribute& attribute);

/// Its description, as of `updated_at`.
base::Result<void> rewrite_description(pg::Transaction& transaction,
                                       const CustomAttribute& attribute);

base::Result<void> delete_attribute(pg::Transaction& transaction, AttributeId id);

struct AttributePage {
    std::vector<CustomAttribute> attributes;
    page::Meta meta;
};

/// Sorted by `displayName`, `name` or `createdAt`.
base::Result<AttributePage> list_attributes(pg::Transaction& transaction,
                                            base::OrganizationId organization,
                                            const page::Request& wanted);

} // namespace hatif::contact
