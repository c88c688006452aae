#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "pg/pool.hpp"
#include "rpc/caller.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace hatif::gateway {

using ApiKeyId = base::Strong<base::Uuid, struct ApiKeyIdTag>;

struct Organization {
    base::OrganizationId id;
    std::string name;
    std::string slug;
    std::string country;  ///< ISO 3166-1 alpha-2
    std::string timezone; ///< IANA
    std::string currency; ///< ISO 4217
    std::string plan;
    bool active = true;
    std::int32_t max_concurrent_calls = 0; ///< 0: no limit
    double calls_per_second = 0;           ///< 0: no limit
    std::int32_t requests_per_second = 0;
    base::Instant created_at;
    base::Instant updated_at;
};

/// One API key, as its holder may use it.
struct KeyHolder {
    ApiKeyId id;
    rpc::Role role;
    std::optional<base::OrganizationId> organization; ///< none: a key of the platform
    bool organization_active = true;
    rpc::OrganizationSettings settings;
    std::int32_t requests_per_second = 0;
    std::optional<base::Instant> expires_at;
    std::optional<base::Instant> revoked_at;
};

struct NewKey {
    ApiKeyId id;
    std::optional<base::OrganizationId> organization;
    std::string name;
    std::string shown_part;
    std::string hash;
    rpc::Role role;
};

/// SQL of identity, and only SQL.
class IdentityStore {
public:
    explicit IdentityStore(pg::Pool& pool) : pool_{pool} {}

    base::Result<std::optional<KeyHolder>> find_key(const std::string& hash);
    base::Result<void> add(const Organization& organization, const std::vector<NewKey>& keys);

    static base::Result<std::optional<Organization>> find(pg::Transaction& transaction,
                                                          const base::OrganizationId& id);

private:
    pg::Pool& pool_;
};

} // namespace hatif::gateway
