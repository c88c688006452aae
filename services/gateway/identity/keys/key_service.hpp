#pragma once

#include "base/clock.hpp"
#include "endpoint/endpoint.hpp"
#include "gateway/identity/access/token_keys.hpp"
#include "gateway/identity/keys/api_key.hpp"

#include <hatif/gateway/v1/api_key_service.grpc.pb.h>

namespace hatif::gateway {

/// A secret is never kept as it is: an Idempotency-Key's first answer keeps it sealed, for a
/// repeat.
class ApiKeyService final : public v1::ApiKeyService::Service {
public:
    ApiKeyService(endpoint::Endpoint& endpoint, const TokenKeys& keys, const base::Clock& clock)
        : endpoint_{endpoint}, keys_{keys}, clock_{clock} {}

    grpc::Status ListApiKeys(grpc::ServerContext* context,
                             const v1::ListApiKeysRequest* request,
                             v1::ListApiKeysResponse* answer) override;
    grpc::Status CreateApiKey(grpc::ServerContext* context,
                              const v1::CreateApiKeyRequest* request,
                              v1::ApiKey* answer) override;
    grpc::Status GetApiKey(grpc::ServerContext* context,
                           const v1::GetApiKeyRequest* request,
                           v1::ApiKey* answer) override;
    grpc::Status UpdateApiKey(grpc::ServerContext* context,
                              const v1::UpdateApiKeyRequest* request,
                              v1::ApiKey* answer) override;
    grpc::Status DeleteApiKey(grpc::ServerContext* context,
                              const v1::DeleteApiKeyRequest* request,
                              google::protobuf::Empty* answer) override;

private:
    endpoint::Endpoint& endpoint_;
    const TokenKeys& keys_;
    const base::Clock& clock_;
};

/// Makes the secret of this key, keeps its hash, and answers the key with the secret sealed.
base::Result<void>
add_key(pg::Transaction& transaction, ApiKey key, const TokenKeys& keys, v1::ApiKey& answer);

/// Opens the secret of an answer on its way out.
void show_secret(const TokenKeys& keys, v1::ApiKey& answer);

} // namespace hatif::gateway
