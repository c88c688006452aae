#include "gateway/identity/members/member_service.hpp"

#include "base/base64.hpp"
#include "gateway/identity/answer_page.hpp"
#include "gateway/identity/keys/key_rows.hpp"
#include "gateway/identity/members/member_rows.hpp"
#include "gateway/identity/members/member_wire.hpp"
#include "gateway/identity/sessions/session_rows.hpp"
#include "rpc/status.hpp"

namespace hatif::gateway {

using base::Errc;
using base::fail;
using base::Result;

namespace {

base::Uuid id_in(const std::string& text) {
    return base::Uuid::parse(text).value_or(base::Uuid{});
}

listing::ListQuery members_of(const base::OrganizationId& organization,
                              const page::Request& wanted) {
    return {member_columns,
            "members",
            "organization_id = $1 AND (email ILIKE $2 OR "
            "concat_ws(' ', first_name, last_name) ILIKE $2)",
            {pg::param(organization), pg::param(page::containing(wanted.search))},
            "email_key"};
}

/// Refuses a change that leaves the organization without anyone who could undo it.
Result<void> keep_an_admin(pg::Transaction& transaction, const Member& before, bool acts_after) {
    if (!is_acting_admin(before) || acts_after) return {};
    const auto other = has_other_admin(transaction, before);
    if (!other) return fail(other.error());
    if (*other) return {};
    return fail(Errc::conflict, "the organization's last admin who can log in must stay one",
                "LAST_ADMIN");
}

Result<void> change(pg::Transaction& transaction,
                    const base::OrganizationId& organization,
                    const v1::UpdateMemberRequest& request,
                    const std::optional<std::string>& password_hash,
                    base::Instant now,
                    v1::Member& answer) {
    if (auto locked = lock_admins(transaction, organization); !locked) return locked;
    const auto before = find_member(transaction, organization, id_in(request.id()));
    if (!before) return fail(before.error());
    auto after = changed_member(*before, request, now);
    if (!after) return fail(after.error());
    if (password_hash) after->password_hash = password_hash;
    auto kept = keep_an_admin(transaction, *before, is_acting_admin(*after));
    if (!kept) return kept;
    if (auto updated = update_member(transaction, *after); !updated) return updated;
    if (after->password_hash != before->password_hash) {
        const auto ended = end_sessions(transaction, after->id, {}, now);
        if (!ended) return ended;
    }
    to_wire(*after, answer);
    return {};
}

} // namespace

grpc::Status MemberService::ListMembers(grpc::ServerContext* context,
                                        const v1::ListMembersRequest* request,
                                        v1::ListMembersResponse* answer) {
    return endpoint_.run(
        *context, *request, *answer, [&](const rpc::Caller& caller, pg::Transaction& transaction) {
            return answer_page(
                transaction, *request, "email",
                [&](const page::Request& wanted) {
                    return members_of(*caller.organization, wanted);
                },
                [](const pg::Row& row) { return read_member(row); },
                [](const Member& member, v1::Member& wire) { to_wire(member, wire); },
                [](const Member& member) { return email_key(member.email); }, *answer);
        });
}

grpc::Status MemberService::CreateMember(grpc::ServerContext* context,
                                         const v1::CreateMemberRequest* request,
                                         v1::Member* answer) {
    const auto caller = endpoint_.caller(*context, *request->GetDescriptor());
    if (!caller) return rpc::to_status(caller.error());
    auto member = read_member(*request, *caller->organization, clock_.now());
    if (!member) return rpc::to_status(member.error());
    auto known_by = *request;
    if (request->has_password()) {
        const auto hash = passwords_.hash(request->password());
        if (!hash) return rpc::to_status(hash.error());
        member->password_hash = *hash;
        // What is kept of the request beside an Idempotency-Key must not help to guess it.
        known_by.set_password(base::to_base64url(keys_.mac("password", request->password())));
    }
    return endpoint_.run(*context, known_by, *answer,
                         [&](const rpc::Caller&, pg::Transaction& transaction) -> Result<void> {
                             if (auto added = insert_member(transaction, *member); !added) {
                                 return added;
                             }
                             to_wire(*member, *answer);
                             return {};
                         });
}

grpc::Status MemberService::GetMember(grpc::ServerContext* context,
                                      const v1::GetMemberRequest* request,
                                      v1::Member* answer) {
    return endpoint_.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            const auto member =
                find_member(transaction, *caller.organization, id_in(request->id()));
            if (!member) return fail(member.error());
            to_wire(*member, *answer);
            return {};
        });
}

grpc::Status MemberService::UpdateMember(grpc::ServerContext* context,
                                         const v1::UpdateMemberRequest* request,
                                         v1::Member* answer) {
    const auto caller = endpoint_.caller(*context, *request->GetDescriptor());
    if (!caller) return rpc::to_status(caller.error());
    std::optional<std::string> hash;
    // A password that is none is refused below, with all else that is wrong.
    if (request->has_password() && is_password(request->password())) {
        const auto made = passwords_.hash(request->password());
        if (!made) return rpc::to_status(made.error());
        hash = *made;
    }
    return endpoint_.run(
        *context, *request, *answer, [&](const rpc::Caller& who, pg::Transaction& transaction) {
            return change(transaction, *who.organization, *request, hash, clock_.now(), *answer);
        });
}

grpc::Status MemberService::DeleteMember(grpc::ServerContext* context,
                                         const v1::DeleteMemberRequest* request,
                                         google::protobuf::Empty* answer) {
    return endpoint_.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            const auto& organization = *caller.organization;
            if (auto locked = lock_admins(transaction, organization); !locked) return locked;
            const auto member = find_member(transaction, organization, id_in(request->id()));
            if (!member) return fail(member.error());
            auto kept = keep_an_admin(transaction, *member, false);
            if (!kept) return kept;
            auto revoked = revoke_keys_of(transaction, member->id, clock_.now());
            if (!revoked) return revoked;
            return delete_member(transaction, member->id);
        });
}

} // namespace hatif::gateway
