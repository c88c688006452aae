#include "gateway/identity/identity_service.hpp"

#include "gateway/identity/identity_store.hpp"
#include "rpc/time.hpp"

namespace hatif::gateway {

namespace {

constexpr std::string_view key_principal = "key:";

void write(const Organization& from, v1::Organization& to) {
    to.set_id(from.id.value().to_string());
    to.set_name(from.name);
    to.set_slug(from.slug);
    to.set_country(from.country);
    to.set_timezone(from.timezone);
    to.set_currency(from.currency);
    to.set_plan(from.plan);
    to.set_status(from.active ? v1::ORGANIZATION_STATUS_ACTIVE : v1::ORGANIZATION_STATUS_SUSPENDED);
    to.set_max_concurrent_calls(static_cast<std::uint32_t>(from.max_concurrent_calls));
    to.set_calls_per_second(from.calls_per_second);
    to.set_requests_per_second(static_cast<std::uint32_t>(from.requests_per_second));
    rpc::set(*to.mutable_created_at(), from.created_at);
    rpc::set(*to.mutable_updated_at(), from.updated_at);
}

base::Result<void> describe(const rpc::Caller& caller, pg::Transaction& transaction, v1::Me& me) {
    // Only a key of an organization gets here: the contract asks for ROLE_AGENT.
    me.set_id(caller.principal.substr(key_principal.size()));
    me.set_role(static_cast<api::v1::Role>(caller.role));
    const auto found = IdentityStore::find(transaction, *caller.organization);
    if (!found) return base::fail(found.error());
    if (*found) write(**found, *me.mutable_organization());
    return {};
}

} // namespace

grpc::Status
IdentityService::GetMe(grpc::ServerContext* context, const v1::GetMeRequest* request, v1::Me* me) {
    return endpoint_.run(*context, *request, *me,
                         [&](const rpc::Caller& caller, pg::Transaction& transaction) {
                             return describe(caller, transaction, *me);
                         });
}

} // namespace hatif::gateway
