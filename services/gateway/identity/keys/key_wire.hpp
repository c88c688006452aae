#pragma once

#include "base/result.hpp"
#include "gateway/identity/keys/api_key.hpp"

#include <hatif/gateway/v1/api_key_service.pb.h>

namespace hatif::gateway {

/// A new key as it was asked for, without its secret; every wrong member named.
base::Result<ApiKey> read_key(const v1::CreateApiKeyRequest& request,
                              const base::OrganizationId& organization,
                              base::Instant now);

/// The key with only the members changed that were sent.
base::Result<ApiKey>
changed_key(ApiKey key, const v1::UpdateApiKeyRequest& request, base::Instant now);

void to_wire(const ApiKey& key, v1::ApiKey& wire);

} // namespace hatif::gateway
