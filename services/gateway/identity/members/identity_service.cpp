#include "gateway/identity/members/identity_service.hpp"

#include "gateway/identity/members/member_rows.hpp"
#include "gateway/identity/members/member_wire.hpp"
#include "gateway/identity/organizations/organization_rows.hpp"
#include "gateway/identity/organizations/organization_wire.hpp"
#include "gateway/identity/sessions/session_rows.hpp"
#include "rpc/status.hpp"
#include "rpc/time.hpp"

namespace hatif::gateway {

using base::Errc;
using base::fail;
using base::Result;

namespace {

constexpr std::string_view user_principal = "user:";

/// The person who calls; none: an API key.
std::optional<MemberId> person(const rpc::Caller& caller) {
    const auto id = base::Uuid::parse(caller.principal.substr(caller.principal.find(':') + 1));
    if (!caller.principal.starts_with(user_principal) || !id) return std::nullopt;
    return MemberId{*id};
}

void describe_person(const Member& member, v1::Me& me) {
    me.set_email(member.email);
    if (member.first_name) me.set_first_name(*member.first_name);
    if (member.last_name) me.set_last_name(*member.last_name);
    if (member.phone) me.set_phone(*member.phone);
    me.set_is_email_verified(member.is_email_verified);
    if (member.last_login_at) rpc::set(*me.mutable_last_login_at(), *member.last_login_at);
}

Result<void> describe(const rpc::Caller& caller, pg::Transaction& transaction, v1::Me& me) {
    me.set_id(caller.principal.substr(caller.principal.find(':') + 1));
    me.set_role(static_cast<api::v1::Role>(caller.role));
    const auto organization = find_organization(transaction, *caller.organization);
    if (!organization) return fail(organization.error());
    to_wire(*organization, *me.mutable_organization());
    const auto self = person(caller);
    if (!self) return {};
    const auto member = find_member(transaction, *caller.organization, self->value());
    // For as long as the door still remembers them.
    if (!member && member.error().code == Errc::not_found) {
        return fail(Errc::forbidden, "the member was deleted", "FORBIDDEN");
    }
    if (!member) return fail(member.error());
    describe_person(*member, me);
    return {};
}

Result<MemberId> only_people(const rpc::Caller& caller) {
    if (const auto self = person(caller)) return *self;
    return fail(Errc::forbidden, "an API key is no person: change it under /api/auth/api-keys",
                "FORBIDDEN");
}

} // namespace

Result<IdentityService::NewPassword> IdentityService::new_password(
    const rpc::Caller& caller, const MemberId& self, const v1::UpdateMeRequest& request) {
    const auto whose = self.value().to_string();
    const auto taken = tries_.take(whose, caller.client_address);
    if (!taken) return fail(taken.error());
    const auto member = pool_.transact([&](pg::Transaction& transaction) {
        return find_member(transaction, *caller.organization, self.value());
    });
    if (!member) return fail(member.error());
    const auto is_right = passwords_.verify(request.current_password(), member->password_hash);
    if (!is_right) return fail(is_right.error());
    if (!*is_right) {
        return fail({Errc::invalid,
                     "1 field is invalid",
                     "VALIDATION",
                     {{"currentPassword", "is not the password of now"}}});
    }
    if (auto forgotten = tries_.forget(whose, caller.client_address); !forgotten) {
        return fail(forgotten.error());
    }
    const auto hash = passwords_.hash(request.password());
    if (!hash) return fail(hash.error());
    return NewPassword{member->password_hash, *hash};
}

grpc::Status
IdentityService::GetMe(grpc::ServerContext* context, const v1::GetMeRequest* request, v1::Me* me) {
    return endpoint_.run(*context, *request, *me,
                         [&](const rpc::Caller& caller, pg::Transaction& transaction) {
                             return describe(caller, transaction, *me);
                         });
}

grpc::Status IdentityService::UpdateMe(grpc::ServerContext* context,
                                       const v1::UpdateMeRequest* request,
                                       v1::Me* me) {
    const auto who = endpoint_.caller(*context, *request->GetDescriptor());
    if (!who) return rpc::to_status(who.error());
    const auto self = only_people(*who);
    if (!self) return rpc::to_status(self.error());
    std::optional<NewPassword> password;
    const bool changes_it = request->has_password() && request->has_current_password() &&
                            is_password(request->password());
    if (changes_it) {
        const auto made = new_password(*who, *self, *request);
        if (!made) return rpc::to_status(made.error());
        password = *made;
    }
    return endpoint_.run(
        *context, *request, *me,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            // One change of this organization's people after the other, as an admin's of the same.
            if (auto locked = lock_admins(transaction, *caller.organization); !locked) {
                return locked;
            }
            const auto before = find_member(transaction, *caller.organization, self->value());
            if (!before) return fail(before.error());
            auto after = changed_me(*before, *request, clock_.now());
            if (!after) return fail(after.error());
            if (password && before->password_hash != password->old_hash) {
                return fail(Errc::conflict, "the password was changed meanwhile", "CONFLICT");
            }
            if (password) after->password_hash = password->hash;
            if (auto updated = update_member(transaction, *after); !updated) return updated;
            if (password) {
                auto ended = end_sessions(transaction, *self, caller.session, clock_.now());
                if (!ended) return ended;
            }
            return describe(caller, transaction, *me);
        });
}

} // namespace hatif::gateway
