#include "gateway/identity/keys/key_wire.hpp"

#include "gateway/identity/field_check.hpp"
#include "rpc/time.hpp"

namespace hatif::gateway {

using base::fail;
using base::Result;

namespace {

constexpr Length name_length{1, 64};
constexpr Length label_length{0, 64};

std::string read_name(FieldCheck& check, const std::string& path, const std::string& name) {
    return check.text(path, name, name_length);
}

std::string read_prefix(FieldCheck& check, const v1::CreateApiKeyRequest& request) {
    if (!request.has_prefix()) return std::string{organization_prefix};
    check.need(is_prefix(request.prefix()), "prefix",
               "must be 2 to 32 of a-z, A-Z, 0-9, \"_\" and \"-\", a letter first");
    check.need(!request.prefix().starts_with(platform_prefix), "prefix",
               "must not begin as the platform's own keys do");
    return request.prefix();
}

/// What both requests may set.
template <class Request>
void read_rest(FieldCheck& check, const Request& request, base::Instant now, ApiKey& key) {
    if (request.has_role()) key.role = read_role(check, "role", request.role());
    if (request.has_expires_at()) {
        key.expires_at = rpc::from_wire(request.expires_at());
        check.need(*key.expires_at > now, "expiresAt", "must be in the future");
    }
    if (request.has_member_id()) {
        if (const auto id = base::Uuid::parse(request.member_id())) key.member = MemberId{*id};
    }
}

} // namespace

Result<ApiKey> read_key(const v1::CreateApiKeyRequest& request,
                        const base::OrganizationId& organization,
                        base::Instant now) {
    FieldCheck check;
    ApiKey key{.id = ApiKeyId{base::Uuid::v7(now)},
               .organization = organization,
               .name = {},
               .prefix = read_prefix(check, request),
               .shown_part = {},
               .created_at = now,
               .updated_at = now};
    check.need(request.has_name(), "name", "is required");
    if (request.has_name()) key.name = read_name(check, "name", request.name());
    const auto label = [&](const char* path,
                           const std::string& sent) -> std::optional<std::string> {
        auto text = check.text(path, sent, label_length);
        if (text.empty()) return {};
        return text;
    };
    key.environment = label("environment", request.environment());
    key.integration = label("integration", request.integration());
    read_rest(check, request, now, key);
    if (auto checked = check.result(); !checked) return fail(checked.error());
    return key;
}

Result<ApiKey> changed_key(ApiKey key, const v1::UpdateApiKeyRequest& request, base::Instant now) {
    FieldCheck check;
    change_required(check, request, "name", request.has_name(), request.name(), key.name,
                    read_name);
    check.need(!is_cleared(request, "role"), "role", "must not be null");
    if (is_cleared(request, "expiresAt")) key.expires_at.reset();
    if (is_cleared(request, "memberId")) key.member.reset();
    change_text(check, request, "environment", request.has_environment(), request.environment(),
                label_length, key.environment);
    change_text(check, request, "integration", request.has_integration(), request.integration(),
                label_length, key.integration);
    // A key that was read and is sent back may have expired since.
    const bool keeps_expiry = request.has_expires_at() && key.expires_at &&
                              rpc::from_wire(request.expires_at()) == *key.expires_at;
    read_rest(check, request, keeps_expiry ? base::Instant::min() : now, key);
    if (auto checked = check.result(); !checked) return fail(checked.error());
    key.updated_at = now;
    return key;
}

void to_wire(const ApiKey& key, v1::ApiKey& wire) {
    wire.set_id(key.id.value().to_string());
    if (key.organization) wire.set_organization_id(key.organization->value().to_string());
    wire.set_name(key.name);
    wire.set_prefix(key.prefix);
    wire.set_shown_part(key.shown_part);
    wire.set_role(static_cast<api::v1::Role>(key.role));
    if (key.expires_at) rpc::set(*wire.mutable_expires_at(), *key.expires_at);
    if (key.environment) wire.set_environment(*key.environment);
    if (key.integration) wire.set_integration(*key.integration);
    if (key.member) wire.set_member_id(key.member->value().to_string());
    if (key.last_used_at) rpc::set(*wire.mutable_last_used_at(), *key.last_used_at);
    rpc::set(*wire.mutable_created_at(), key.created_at);
    rpc::set(*wire.mutable_updated_at(), key.updated_at);
}

} // namespace hatif::gateway
