#include "gateway/identity/members/member_wire.hpp"

#include "gateway/identity/field_check.hpp"
#include "gateway/identity/members/password.hpp"
#include "rpc/time.hpp"

namespace hatif::gateway {

using base::fail;
using base::Result;

namespace {

constexpr Length name_length{0, 64};
constexpr Length phone_length{3, 20};
constexpr const char* password_rule = "must be 8 to 128 characters";

std::string read_email(FieldCheck& check, const std::string& path, const std::string& sent) {
    auto email = check.text(path, sent, {1, 254});
    check.need(email.empty() || is_email(email), path, "must be an e-mail address");
    return email;
}

std::optional<std::string> read_text(
    FieldCheck& check, const char* path, bool is_sent, const std::string& sent, Length length) {
    if (!is_sent) return {};
    auto text = check.text(path, sent, length);
    if (text.empty()) return {};
    return text;
}

template <class Request>
void change_person(FieldCheck& check, const Request& request, Member& member) {
    change_text(check, request, "firstName", request.has_first_name(), request.first_name(),
                name_length, member.first_name);
    change_text(check, request, "lastName", request.has_last_name(), request.last_name(),
                name_length, member.last_name);
    change_text(check, request, "phone", request.has_phone(), request.phone(), phone_length,
                member.phone);
    check.need(!request.has_password() || is_password(request.password()), "password",
               password_rule);
}

} // namespace

Result<Member> read_member(const v1::CreateMemberRequest& request,
                           const base::OrganizationId& organization,
                           base::Instant now) {
    FieldCheck check;
    Member member{.id = MemberId{base::Uuid::v7(now)},
                  .organization = organization,
                  .created_at = now,
                  .updated_at = now};
    check.need(request.has_email(), "email", "is required");
    if (request.has_email()) member.email = read_email(check, "email", request.email());
    member.first_name =
        read_text(check, "firstName", request.has_first_name(), request.first_name(), name_length);
    member.last_name =
        read_text(check, "lastName", request.has_last_name(), request.last_name(), name_length);
    member.phone = read_text(check, "phone", request.has_phone(), request.phone(), phone_length);
    if (request.has_role()) member.role = read_role(check, "role", request.role());
    check.need(!request.has_password() || is_password(request.password()), "password",
               password_rule);
    if (auto checked = check.result(); !checked) return fail(checked.error());
    return member;
}

Result<Member>
changed_member(Member member, const v1::UpdateMemberRequest& request, base::Instant now) {
    FieldCheck check;
    change_required(check, request, "email", request.has_email(), request.email(), member.email,
                    read_email);
    check.need(!is_cleared(request, "role"), "role", "must not be null");
    if (request.has_role()) member.role = read_role(check, "role", request.role());
    change_person(check, request, member);
    if (is_cleared(request, "password")) member.password_hash.reset();
    if (auto checked = check.result(); !checked) return fail(checked.error());
    member.updated_at = now;
    return member;
}

Result<Member> changed_me(Member member, const v1::UpdateMeRequest& request, base::Instant now) {
    FieldCheck check;
    change_person(check, request, member);
    check.need(!is_cleared(request, "password"), "password", "must not be null");
    check.need(!request.has_password() || request.has_current_password(), "currentPassword",
               "is required for a new password");
    if (auto checked = check.result(); !checked) return fail(checked.error());
    member.updated_at = now;
    return member;
}

void to_wire(const Member& member, v1::Member& wire) {
    wire.set_id(member.id.value().to_string());
    wire.set_organization_id(member.organization.value().to_string());
    wire.set_email(member.email);
    if (member.first_name) wire.set_first_name(*member.first_name);
    if (member.last_name) wire.set_last_name(*member.last_name);
    if (member.phone) wire.set_phone(*member.phone);
    wire.set_role(static_cast<api::v1::Role>(member.role));
    wire.set_can_log_in(member.password_hash.has_value());
    wire.set_is_email_verified(member.is_email_verified);
    if (member.last_login_at) rpc::set(*wire.mutable_last_login_at(), *member.last_login_at);
    rpc::set(*wire.mutable_created_at(), member.created_at);
    rpc::set(*wire.mutable_updated_at(), member.updated_at);
}

} // namespace hatif::gateway
