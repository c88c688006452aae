#include "gateway/identity/organizations/organization_service.hpp"

#include "base/base64.hpp"
#include "gateway/identity/answer_page.hpp"
#include "gateway/identity/field_check.hpp"
#include "gateway/identity/keys/key_service.hpp"
#include "gateway/identity/members/member_wire.hpp"
#include "gateway/identity/organizations/calling_rules_wire.hpp"
#include "gateway/identity/organizations/founding.hpp"
#include "gateway/identity/organizations/organization_rows.hpp"
#include "gateway/identity/organizations/organization_wire.hpp"
#include "rpc/status.hpp"

namespace hatif::gateway {

using base::fail;
using base::Result;

namespace {

base::OrganizationId id_in(const std::string& text) {
    return base::OrganizationId{base::Uuid::parse(text).value_or(base::Uuid{})};
}

listing::ListQuery organizations(const page::Request& wanted) {
    return {organization_columns,
            "organizations",
            "(name ILIKE $1 OR slug ILIKE $1)",
            {pg::param(page::containing(wanted.search))},
            "name"};
}

template <class Request>
Result<void> change(pg::Transaction& transaction,
                    const base::OrganizationId& id,
                    const Request& request,
                    base::Instant now,
                    v1::Organization& answer) {
    const auto kept = lock_organization(transaction, id);
    if (!kept) return fail(kept.error());
    const auto changed = changed_organization(*kept, request, now);
    if (!changed) return fail(changed.error());
    if (auto updated = update_organization(transaction, *changed); !updated) return updated;
    to_wire(*changed, answer);
    return {};
}

/// The first admin as a member of the new organization; the members' own rules hold.
Result<std::optional<Member>> read_admin(const v1::CreateOrganizationRequest& request,
                                         const Organization& organization,
                                         base::Instant now) {
    if (!request.has_admin()) return std::nullopt;
    const auto& sent = request.admin();
    v1::CreateMemberRequest as_member;
    if (sent.has_email()) as_member.set_email(sent.email());
    if (sent.has_first_name()) as_member.set_first_name(sent.first_name());
    if (sent.has_last_name()) as_member.set_last_name(sent.last_name());
    if (sent.has_password()) as_member.set_password(sent.password());
    as_member.set_role(api::v1::ROLE_ADMIN);
    auto member = read_member(as_member, organization.id, now);
    if (member) return std::optional{*std::move(member)};
    auto error = member.error();
    for (auto& field : error.fields) field.path = "admin." + field.path;
    return fail(std::move(error));
}

} // namespace

grpc::Status OrganizationService::GetOrganization(grpc::ServerContext* context,
                                                  const v1::GetOrganizationRequest* request,
                                                  v1::Organization* answer) {
    return endpoint_.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            const auto found = find_organization(transaction, *caller.organization);
            if (!found) return fail(found.error());
            to_wire(*found, *answer);
            return {};
        });
}

grpc::Status OrganizationService::UpdateOrganization(grpc::ServerContext* context,
                                                     const v1::UpdateOrganizationRequest* request,
                                                     v1::Organization* answer) {
    return endpoint_.run(
        *context, *request, *answer, [&](const rpc::Caller& caller, pg::Transaction& transaction) {
            return change(transaction, *caller.organization, *request, clock_.now(), *answer);
        });
}

grpc::Status OrganizationService::ListOrganizations(grpc::ServerContext* context,
                                                    const v1::ListOrganizationsRequest* request,
                                                    v1::ListOrganizationsResponse* answer) {
    return endpoint_.run(
        *context, *request, *answer, [&](const rpc::Caller&, pg::Transaction& transaction) {
            return answer_page(
                transaction, *request, "name", organizations,
                [](const pg::Row& row) { return read_organization(row); },
                [](const Organization& it, v1::Organization& wire) { to_wire(it, wire); },
                [](const Organization& it) { return it.name; }, *answer);
        });
}

grpc::Status OrganizationService::CreateOrganization(grpc::ServerContext* context,
                                                     const v1::CreateOrganizationRequest* request,
                                                     v1::Organization* answer) {
    const auto caller = endpoint_.caller(*context, *request->GetDescriptor());
    if (!caller) return rpc::to_status(caller.error());
    const auto now = clock_.now();
    const auto organization = read_organization(*request, now);
    if (!organization) return rpc::to_status(organization.error());
    auto admin = read_admin(*request, *organization, now);
    if (!admin) return rpc::to_status(admin.error());
    auto known_by = *request;
    if (*admin && request->admin().has_password()) {
        const auto& password = request->admin().password();
        const auto hash = passwords_.hash(password);
        if (!hash) return rpc::to_status(hash.error());
        (*admin)->password_hash = *hash;
        // What is kept of the request beside an Idempotency-Key must not help to guess it.
        known_by.mutable_admin()->set_password(base::to_base64url(keys_.mac("password", password)));
    }
    auto status =
        endpoint_.run(*context, known_by, *answer,
                      [&](const rpc::Caller&, pg::Transaction& transaction) -> Result<void> {
                          const auto kept = found(transaction, *organization, *admin);
                          if (!kept) return fail(kept.error());
                          to_wire(*kept, *answer);
                          if (!request->with_api_key()) return {};
                          return add_key(transaction, first_key_of(*kept, now), keys_,
                                         *answer->mutable_api_key());
                      });
    if (status.ok() && answer->has_api_key()) show_secret(keys_, *answer->mutable_api_key());
    return status;
}

grpc::Status OrganizationService::GetAnyOrganization(grpc::ServerContext* context,
                                                     const v1::GetAnyOrganizationRequest* request,
                                                     v1::Organization* answer) {
    return endpoint_.run(*context, *request, *answer,
                         [&](const rpc::Caller&, pg::Transaction& transaction) -> Result<void> {
                             const auto found =
                                 find_organization(transaction, id_in(request->id()));
                             if (!found) return fail(found.error());
                             to_wire(*found, *answer);
                             return {};
                         });
}

grpc::Status
OrganizationService::UpdateAnyOrganization(grpc::ServerContext* context,
                                           const v1::UpdateAnyOrganizationRequest* request,
                                           v1::Organization* answer) {
    return endpoint_.run(
        *context, *request, *answer, [&](const rpc::Caller&, pg::Transaction& transaction) {
            return change(transaction, id_in(request->id()), *request, clock_.now(), *answer);
        });
}

grpc::Status OrganizationLookup::ListRetention(grpc::ServerContext* context,
                                               const v1::ListRetentionRequest* request,
                                               v1::ListRetentionResponse* answer) {
    return endpoint_.run(*context, *request, *answer,
                         [&](const rpc::Caller&, pg::Transaction& transaction) -> Result<void> {
                             const auto all = all_organizations(transaction);
                             if (!all) return fail(all.error());
                             for (const auto& it : *all) {
                                 auto& kept = *answer->add_data();
                                 kept.set_organization_id(it.id.value().to_string());
                                 if (it.call_reports_days)
                                     kept.set_call_reports_days(*it.call_reports_days);
                                 if (it.recordings_days)
                                     kept.set_recordings_days(*it.recordings_days);
                             }
                             return {};
                         });
}

grpc::Status
OrganizationLookup::DescribeCallingRules(grpc::ServerContext* context,
                                         const v1::DescribeCallingRulesRequest* request,
                                         v1::CallingRules* answer) {
    return endpoint_.run(*context, *request, *answer,
                         [&](const rpc::Caller&, pg::Transaction& transaction) -> Result<void> {
                             const auto found =
                                 find_organization(transaction, id_in(request->organization_id()));
                             if (!found) return fail(found.error());
                             write_rules(found->rules, *answer);
                             return {};
                         });
}

} // namespace hatif::gateway
