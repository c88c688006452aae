#include "gateway/identity/keys/key_service.hpp"

#include "base/base64.hpp"
#include "gateway/identity/keys/key_rows.hpp"
#include "gateway/identity/keys/key_wire.hpp"
#include "gateway/identity/members/member_rows.hpp"

namespace hatif::gateway {

using base::Errc;
using base::fail;
using base::Result;

namespace {

base::Uuid id_in(const std::string& text) {
    return base::Uuid::parse(text).value_or(base::Uuid{});
}

/// A key of a member is one of the same organization's, and may no more than the member; who is not
/// deleted before the transaction's end, which would not see the key.
Result<void> check_member(pg::Transaction& transaction, const ApiKey& key) {
    if (!key.member) return {};
    if (auto locked = lock_admins(transaction, *key.organization); !locked) return locked;
    const auto member = find_member(transaction, *key.organization, key.member->value());
    if (!member) return fail(member.error());
    if (key.role <= member->role) return {};
    return fail({Errc::invalid,
                 "1 field is invalid",
                 "VALIDATION",
                 {{"role", "must not be above the role of the member"}}});
}

} // namespace

Result<void>
add_key(pg::Transaction& transaction, ApiKey key, const TokenKeys& keys, v1::ApiKey& answer) {
    const auto secret = new_secret(key.prefix);
    key.shown_part = shown_part_of(secret);
    if (auto added = insert_key(transaction, key, hash_of(secret)); !added) return added;
    to_wire(key, answer);
    answer.set_secret(base::to_base64url(keys.seal(secret)));
    return {};
}

void show_secret(const TokenKeys& keys, v1::ApiKey& answer) {
    const auto sealed = base::from_base64url(answer.secret());
    const auto secret = sealed ? keys.open(*sealed) : std::nullopt;
    // Sealed by a key that was taken out since: nobody can show it any more.
    secret ? answer.set_secret(*secret) : answer.clear_secret();
}

grpc::Status ApiKeyService::ListApiKeys(grpc::ServerContext* context,
                                        const v1::ListApiKeysRequest* request,
                                        v1::ListApiKeysResponse* answer) {
    return endpoint_.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            const auto keys = list_keys(transaction, *caller.organization);
            if (!keys) return fail(keys.error());
            for (const auto& key : *keys) to_wire(key, *answer->add_api_keys());
            return {};
        });
}

grpc::Status ApiKeyService::CreateApiKey(grpc::ServerContext* context,
                                         const v1::CreateApiKeyRequest* request,
                                         v1::ApiKey* answer) {
    auto status =
        endpoint_.run(*context, *request, *answer,
                      [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
                          const auto key = read_key(*request, *caller.organization, clock_.now());
                          if (!key) return fail(key.error());
                          if (auto checked = check_member(transaction, *key); !checked)
                              return checked;
                          return add_key(transaction, *key, keys_, *answer);
                      });
    if (status.ok()) show_secret(keys_, *answer);
    return status;
}

grpc::Status ApiKeyService::GetApiKey(grpc::ServerContext* context,
                                      const v1::GetApiKeyRequest* request,
                                      v1::ApiKey* answer) {
    return endpoint_.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            const auto key = find_key(transaction, *caller.organization, id_in(request->id()));
            if (!key) return fail(key.error());
            to_wire(*key, *answer);
            return {};
        });
}

grpc::Status ApiKeyService::UpdateApiKey(grpc::ServerContext* context,
                                         const v1::UpdateApiKeyRequest* request,
                                         v1::ApiKey* answer) {
    return endpoint_.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            // As a member's deletion does it: the organization first, then its keys.
            auto locked = lock_admins(transaction, *caller.organization);
            if (!locked) return locked;
            const auto kept = lock_key(transaction, *caller.organization, id_in(request->id()));
            if (!kept) return fail(kept.error());
            const auto key = changed_key(*kept, *request, clock_.now());
            if (!key) return fail(key.error());
            if (auto checked = check_member(transaction, *key); !checked) return checked;
            if (auto updated = update_key(transaction, *key); !updated) return updated;
            to_wire(*key, *answer);
            return {};
        });
}

grpc::Status ApiKeyService::DeleteApiKey(grpc::ServerContext* context,
                                         const v1::DeleteApiKeyRequest* request,
                                         google::protobuf::Empty* answer) {
    return endpoint_.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            return revoke_key(transaction, *caller.organization, id_in(request->id()),
                              clock_.now());
        });
}

} // namespace hatif::gateway
