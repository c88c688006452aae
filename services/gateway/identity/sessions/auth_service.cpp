#include "gateway/identity/sessions/auth_service.hpp"

#include "gateway/identity/access/access_token.hpp"
#include "gateway/identity/field_check.hpp"
#include "gateway/identity/members/member_rows.hpp"
#include "gateway/identity/sessions/session_rows.hpp"
#include "rpc/status.hpp"
#include "rpc/time.hpp"

namespace hatif::gateway {

using base::Errc;
using base::fail;
using base::Result;

namespace {

tl::unexpected<base::Error> refused(std::string what) {
    return fail(Errc::unauthenticated, std::move(what), "UNAUTHORIZED");
}

grpc::Status status_of(const Result<void>& done) {
    return done ? grpc::Status::OK : rpc::to_status(done.error());
}

/// The person who calls; none: an API key.
std::optional<MemberId> person(const rpc::Caller& caller) {
    constexpr std::string_view user = "user:";
    if (!caller.principal.starts_with(user)) return std::nullopt;
    const auto id = base::Uuid::parse(caller.principal.substr(user.size()));
    if (!id) return std::nullopt;
    return MemberId{*id};
}

Result<void> only_people() {
    return fail(Errc::invalid, "an API key has no session: it is revoked instead", "VALIDATION");
}

Result<void> check_active(pg::Transaction& transaction, const MemberId& member) {
    const auto rows = transaction.exec("SELECT 1 FROM organizations o "
                                       "JOIN members m ON m.organization_id = o.id "
                                       "WHERE m.id = $1 AND o.status = 'active'",
                                       member);
    if (!rows) return fail(rows.error());
    if (!rows->empty()) return {};
    return fail(Errc::forbidden, "the organization is suspended", "FORBIDDEN");
}

/// A pair of the session's count of now.
void give_tokens(const Session& session,
                 const TokenKeys& keys,
                 base::Instant now,
                 v1::Tokens& answer) {
    const auto refresh = new_refresh_token(session.id, session.generation, keys);
    answer.set_access_token(
        sign({session.id, session.member.value(), now, now + access_lifetime}, keys));
    answer.set_refresh_token(refresh.text);
    answer.set_token_type("Bearer");
    answer.set_expires_in(static_cast<std::uint32_t>(
        std::chrono::duration_cast<std::chrono::seconds>(access_lifetime).count()));
}

void to_wire(const Session& session, const rpc::Caller& caller, v1::Session& wire) {
    wire.set_id(session.id.to_string());
    wire.set_member_id(session.member.value().to_string());
    wire.set_address(session.address);
    wire.set_current(caller.session == session.id);
    rpc::set(*wire.mutable_created_at(), session.created_at);
    rpc::set(*wire.mutable_refreshed_at(), session.refreshed_at);
    rpc::set(*wire.mutable_expires_at(), session.expires_at);
}

/// Whose sessions are asked for.
Result<std::optional<MemberId>> whose(pg::Transaction& transaction,
                                      const rpc::Caller& caller,
                                      const v1::ListSessionsRequest& request) {
    const auto self = person(caller);
    if (!request.has_member_id()) return self;
    const auto id = base::Uuid::parse(request.member_id()).value_or(base::Uuid{});
    if (self && self->value() == id) return self;
    if (caller.role != rpc::Role::admin) {
        return fail(Errc::forbidden, "only an admin sees another member's sessions", "FORBIDDEN");
    }
    const auto member = find_member(transaction, *caller.organization, id);
    if (!member) return fail(member.error());
    return member->id;
}

} // namespace

Result<Member> AuthService::recognise(const v1::LoginRequest& request, const std::string& from) {
    FieldCheck check;
    check.need(!request.email().empty(), "email", "is required");
    check.need(!request.password().empty(), "password", "is required");
    const auto email = check.text("email", request.email(), {0, 254});
    if (auto checked = check.result(); !checked) return fail(checked.error());

    const auto name = email_key(email);
    if (auto taken = tries_.take(name, from); !taken) return fail(taken.error());
    const auto member = pool_.transact(
        [&](pg::Transaction& transaction) { return find_member_by_email(transaction, email); });
    if (!member) return fail(member.error());
    const auto is_right = passwords_.verify(
        request.password(), *member ? (*member)->password_hash : std::optional<std::string>{});
    if (!is_right) return fail(is_right.error());
    if (!*is_right) return refused("the e-mail address or the password is wrong");
    if (auto forgotten = tries_.forget(name, from); !forgotten) return fail(forgotten.error());
    return **member;
}

Result<void>
AuthService::login(const v1::LoginRequest& request, const std::string& from, v1::Tokens& answer) {
    const auto member = recognise(request, from);
    if (!member) return fail(member.error());
    return pool_.transact([&](pg::Transaction& transaction) -> Result<void> {
        const auto now = clock_.now();
        // Its password may have been changed while this one was being checked.
        const auto seen = transaction.exec("UPDATE members SET last_login_at = $3 "
                                           "WHERE id = $1 AND password_hash = $2",
                                           member->id, member->password_hash, now);
        if (!seen) return fail(seen.error());
        if (seen->affected() == 0) return refused("the e-mail address or the password is wrong");
        if (auto active = check_active(transaction, member->id); !active) return active;
        Session session{.id = base::Uuid::v7(now),
                        .member = member->id,
                        .address = from,
                        .created_at = now,
                        .refreshed_at = now,
                        .expires_at = now + session_lifetime};
        give_tokens(session, keys_, now, answer);
        return insert_session(transaction, session);
    });
}

Result<void> AuthService::refresh(const RefreshToken& shown, v1::Tokens& answer) {
    // A theft must be kept although the request is refused: so it is no failure of the transaction.
    const auto judged = pool_.transact([&](pg::Transaction& transaction) -> Result<Refreshing> {
        const auto now = clock_.now();
        const auto found = lock_session(transaction, shown.session);
        if (!found) return fail(found.error());
        if (!*found) return Refreshing::ended;
        auto session = **found;
        const auto verdict = judge(session, shown, now);
        if (verdict == Refreshing::stolen) session.ended_at = now;
        if (verdict == Refreshing::granted) {
            // The token stays good, for when the organization is active again.
            const auto active = check_active(transaction, session.member);
            if (!active) return fail(active.error());
            if (shown.generation == session.generation) {
                ++session.generation;
                session.refreshed_at = now;
                session.expires_at = now + session_lifetime;
            }
            give_tokens(session, keys_, now, answer);
        }
        if (auto kept = update_session(transaction, session); !kept) return fail(kept.error());
        return verdict;
    });
    if (!judged) return fail(judged.error());
    switch (*judged) {
    case Refreshing::granted:
        return {};
    case Refreshing::ended:
        return refused("the session has ended: log in again");
    case Refreshing::expired:
        return refused("the refresh token has expired: log in again");
    case Refreshing::stolen:
        return refused("the refresh token was used before: its session is ended, log in again");
    }
    return refused("the session has ended: log in again");
}

grpc::Status AuthService::Login(grpc::ServerContext* context,
                                const v1::LoginRequest* request,
                                v1::Tokens* answer) {
    const auto caller = endpoint_.caller(*context, *request->GetDescriptor());
    if (!caller) return rpc::to_status(caller.error());
    return status_of(login(*request, caller->client_address, *answer));
}

grpc::Status AuthService::Refresh(grpc::ServerContext* context,
                                  const v1::RefreshRequest* request,
                                  v1::Tokens* answer) {
    const auto caller = endpoint_.caller(*context, *request->GetDescriptor());
    if (!caller) return rpc::to_status(caller.error());
    FieldCheck check;
    check.need(!request->refresh_token().empty(), "refresh_token", "is required");
    if (auto checked = check.result(); !checked) return rpc::to_status(checked.error());
    const auto shown = read_refresh_token(request->refresh_token(), keys_);
    if (!shown) return status_of(refused("the refresh token is unknown"));
    return status_of(refresh(*shown, *answer));
}

grpc::Status AuthService::Logout(grpc::ServerContext* context,
                                 const v1::LogoutRequest* request,
                                 google::protobuf::Empty* answer) {
    return endpoint_.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            if (!caller.session) return only_people();
            const auto done = end_session(transaction, *caller.organization, person(caller),
                                          *caller.session, clock_.now());
            // Out is out, however often it is asked for.
            if (!done && done.error().code != Errc::not_found) return done;
            return {};
        });
}

grpc::Status AuthService::LogoutAll(grpc::ServerContext* context,
                                    const v1::LogoutAllRequest* request,
                                    google::protobuf::Empty* answer) {
    return endpoint_.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            const auto self = person(caller);
            if (!self) return only_people();
            return end_sessions(transaction, *self, {}, clock_.now());
        });
}

grpc::Status AuthService::ListSessions(grpc::ServerContext* context,
                                       const v1::ListSessionsRequest* request,
                                       v1::ListSessionsResponse* answer) {
    return endpoint_.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            const auto member = whose(transaction, caller, *request);
            if (!member) return fail(member.error());
            if (!*member) return {};
            const auto sessions = list_sessions(transaction, **member, clock_.now());
            if (!sessions) return fail(sessions.error());
            for (const auto& session : *sessions) {
                to_wire(session, caller, *answer->add_sessions());
            }
            return {};
        });
}

grpc::Status AuthService::RevokeSession(grpc::ServerContext* context,
                                        const v1::RevokeSessionRequest* request,
                                        google::protobuf::Empty* answer) {
    return endpoint_.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            FieldCheck check;
            check.need(request->has_session_id(), "sessionId", "is required");
            if (auto checked = check.result(); !checked) return checked;
            auto member = person(caller);
            if (caller.role == rpc::Role::admin) {
                member.reset();
            } else if (!member) {
                return fail(Errc::not_found, "an API key has no sessions", "SESSION_NOT_FOUND");
            }
            const auto id = base::Uuid::parse(request->session_id()).value_or(base::Uuid{});
            return end_session(transaction, *caller.organization, member, id, clock_.now());
        });
}

} // namespace hatif::gateway
