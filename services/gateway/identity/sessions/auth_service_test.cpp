#include "gateway/identity/testing/suite.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace hatif;
using namespace hatif::gateway;
using namespace hatif::gateway::testing;
using namespace std::chrono_literals;
using Auth = v1::AuthService;
using Stub = Auth::StubInterface;
using Me = v1::IdentityService;

namespace {

/// A member who is logged in.
struct Person {
    explicit Person(api::v1::Role role = api::v1::ROLE_AGENT) : admin{Client::admin()} {
        member = admin.add_member(email, role);
        tokens = anyone.login(email);
    }
    std::string email = new_email();
    Client admin;
    v1::Member member;
    Client anyone = Client::anonymous();
    v1::Tokens tokens;

    std::string door() const { return Replica{}.meets(tokens.access_token()); }
    Client self() const { return Client::person(tokens.access_token()); }
};

const std::string ended = "the session has ended: log in again";

std::vector<v1::Session> sessions_of(Client client, const std::string& member = {}) {
    v1::ListSessionsRequest request;
    if (!member.empty()) request.set_member_id(member);
    const auto list = client.call<Auth>(&Stub::ListSessions, request);
    return {list.sessions().begin(), list.sessions().end()};
}

/// The services' time, put ahead for one test.
struct Later {
    explicit Later(base::Duration span) { Suite::shared().clock().ahead = span; }
    ~Later() { Suite::shared().clock().ahead = base::Duration{0}; }
};

} // namespace

TEST_CASE("who logs in gets tokens that open the door as that person",
          "[integration][gateway][auth]") {
    Person person{api::v1::ROLE_MANAGER};
    CHECK(person.tokens.token_type() == "Bearer");
    CHECK(person.tokens.expires_in() == 900);
    const auto caller = Replica{}.let_in(person.tokens.access_token()).caller;
    CHECK(caller.principal == "user:" + person.member.id());
    CHECK(caller.role == rpc::Role::manager);
    CHECK(caller.session.has_value());
    auto self = person.self();
    const auto me = self.call<Me>(&Me::StubInterface::GetMe, v1::GetMeRequest{});
    CHECK(me.id() == person.member.id());
    CHECK(me.email() == person.email);
    CHECK(me.has_last_login_at());
    CHECK(me.organization().id() == person.admin.organization());
}

TEST_CASE("a wrong password, an unknown address and a member without one are told alike",
          "[integration][gateway][auth]") {
    Person person;
    const auto without = new_email();
    person.admin.add_member(without, api::v1::ROLE_AGENT, "");
    std::set<std::string> said;
    for (const auto& email : {person.email, new_email(), without}) {
        person.anyone.login(email, "wrong horse");
        CHECK(person.anyone.refused == "UNAUTHORIZED");
        said.insert(person.anyone.said);
    }
    CHECK(said.size() == 1);
    person.anyone.login("", "");
    CHECK(person.anyone.wrong == std::vector<std::string>{"email", "password"});
}

TEST_CASE("who guesses is told to wait, even with the right password",
          "[integration][gateway][auth]") {
    Person person;
    for (int n = 0; n < 5; ++n) person.anyone.login(person.email, "wrong horse");
    person.anyone.login(person.email);
    CHECK(person.anyone.refused == "RATE_LIMIT");
    auto elsewhere = Client::anonymous("192.0.2.99");
    elsewhere.login(person.email);
    CHECK(elsewhere.refused.empty());
}

TEST_CASE("a refresh token gives a new pair, once", "[integration][gateway][auth]") {
    Person person;
    const auto next = person.anyone.refresh(person.tokens.refresh_token());
    REQUIRE(person.anyone.refused.empty());
    CHECK(Replica{}.meets(next.access_token()) == "in");
    CHECK(next.refresh_token() != person.tokens.refresh_token());
    const auto third = person.anyone.refresh(next.refresh_token());
    CHECK(person.anyone.refused.empty());
    CHECK(Replica{}.meets(third.access_token()) == "in");
}

TEST_CASE("whose answer was lost asks again", "[integration][gateway][auth]") {
    Person person;
    person.anyone.refresh(person.tokens.refresh_token()); // lost
    const auto again = person.anyone.refresh(person.tokens.refresh_token());
    CHECK(person.anyone.refused.empty());
    person.anyone.refresh(again.refresh_token());
    CHECK(person.anyone.refused.empty());
}

TEST_CASE("who asks twice at once goes on with either answer", "[integration][gateway][auth]") {
    Person person;
    const auto one = person.anyone.refresh(person.tokens.refresh_token());
    const auto other = person.anyone.refresh(person.tokens.refresh_token());
    person.anyone.refresh(one.refresh_token());
    CHECK(person.anyone.refused.empty());
    person.anyone.refresh(other.refresh_token());
    CHECK(person.anyone.refused.empty());
}

TEST_CASE("a used-up token that comes back ends the session for everyone",
          "[integration][gateway][auth]") {
    Person person;
    const auto next = person.anyone.refresh(person.tokens.refresh_token());
    {
        const Later later{11s};
        person.anyone.refresh(person.tokens.refresh_token());
        CHECK(person.anyone.refused == "UNAUTHORIZED");
        CHECK_THAT(person.anyone.said, Catch::Contains("was used before"));
    }
    person.anyone.refresh(next.refresh_token());
    CHECK(person.anyone.said == ended);
    CHECK(Replica{}.meets(next.access_token()) == ended);
}

TEST_CASE("a session ends thirty days after its last refresh", "[integration][gateway][auth]") {
    Person person;
    const auto next = person.anyone.refresh(person.tokens.refresh_token());
    const Later later{24h * 30 + 1min};
    person.anyone.refresh(next.refresh_token());
    CHECK_THAT(person.anyone.said, Catch::Contains("has expired"));
}

TEST_CASE("an access token is good for fifteen minutes", "[integration][gateway][auth]") {
    Person person;
    Replica replica;
    replica.clock.ahead = 14min;
    CHECK(replica.meets(person.tokens.access_token()) == "in");
    replica.clock.ahead = 15min;
    CHECK_THAT(replica.meets(person.tokens.access_token()), Catch::Contains("has expired"));
}

TEST_CASE("logging out ends this session on every replica within five seconds",
          "[integration][gateway][auth]") {
    Person person;
    const auto other = person.anyone.login(person.email);
    Replica one;
    Replica two;
    CHECK(one.meets(person.tokens.access_token()) == "in");
    CHECK(two.meets(person.tokens.access_token()) == "in");
    auto self = person.self();
    self.call<Auth>(&Stub::Logout, v1::LogoutRequest{});
    CHECK(self.refused.empty());
    self.call<Auth>(&Stub::Logout, v1::LogoutRequest{}); // the same again
    CHECK(self.refused.empty());
    one.clock.ahead = 5s;
    two.clock.ahead = 5s;
    CHECK(one.meets(person.tokens.access_token()) == ended);
    CHECK(two.meets(person.tokens.access_token()) == ended);
    CHECK(Replica{}.meets(other.access_token()) == "in");
    person.anyone.refresh(person.tokens.refresh_token());
    CHECK(person.anyone.said == ended);
}

TEST_CASE("logging out everywhere ends all sessions", "[integration][gateway][auth]") {
    Person person;
    const auto other = person.anyone.login(person.email);
    auto self = person.self();
    self.call<Auth>(&Stub::LogoutAll, v1::LogoutAllRequest{});
    CHECK(person.door() == ended);
    CHECK(Replica{}.meets(other.access_token()) == ended);
}

TEST_CASE("a person sees and ends their own sessions", "[integration][gateway][auth]") {
    Person person;
    const auto elsewhere = Client::anonymous("192.0.2.55").login(person.email);
    const auto sessions = sessions_of(person.self());
    REQUIRE(sessions.size() == 2);
    CHECK(sessions[0].address() == "192.0.2.55");
    CHECK_FALSE(sessions[0].current());
    CHECK(sessions[1].current());
    v1::RevokeSessionRequest request;
    request.set_session_id(sessions[0].id());
    auto self = person.self();
    self.call<Auth>(&Stub::RevokeSession, request);
    CHECK(self.refused.empty());
    CHECK(Replica{}.meets(elsewhere.access_token()) == ended);
    CHECK(sessions_of(person.self()).size() == 1);
    self.call<Auth>(&Stub::RevokeSession, request);
    CHECK(self.refused == "SESSION_NOT_FOUND");
    self.call<Auth>(&Stub::RevokeSession, v1::RevokeSessionRequest{});
    CHECK(self.wrong == std::vector<std::string>{"sessionId"});
}

TEST_CASE("another's sessions are an admin's business, and only of the same organization",
          "[integration][gateway][auth]") {
    Person person;
    Person stranger{api::v1::ROLE_ADMIN};
    const auto colleague_email = new_email();
    person.admin.add_member(colleague_email, api::v1::ROLE_AGENT);
    auto colleague = Client::person(person.anyone.login(colleague_email).access_token());
    v1::RevokeSessionRequest request;
    request.set_session_id(sessions_of(person.self())[0].id());
    for (auto* other : {&colleague, &stranger.admin}) {
        other->call<Auth>(&Stub::RevokeSession, request);
        CHECK(other->refused == "SESSION_NOT_FOUND");
    }
    v1::ListSessionsRequest list;
    list.set_member_id(person.member.id());
    colleague.call<Auth>(&Stub::ListSessions, list);
    CHECK(colleague.refused == "FORBIDDEN");
    stranger.admin.call<Auth>(&Stub::ListSessions, list);
    CHECK(stranger.admin.refused == "MEMBER_NOT_FOUND");

    CHECK(sessions_of(person.admin, person.member.id()).size() == 1);
    person.admin.call<Auth>(&Stub::RevokeSession, request);
    CHECK(person.admin.refused.empty());
    CHECK(person.door() == ended);
}

TEST_CASE("an API key has no session", "[integration][gateway][auth]") {
    auto admin = Client::admin();
    admin.call<Auth>(&Stub::Logout, v1::LogoutRequest{});
    CHECK(admin.refused == "VALIDATION");
    CHECK(sessions_of(admin).empty());
}

TEST_CASE("an Idempotency-Key of one session does nothing for another",
          "[integration][gateway][auth]") {
    Person person;
    const auto other = person.anyone.login(person.email);
    auto self = person.self();
    auto second = Client::person(other.access_token());
    for (auto* client : {&self, &second}) {
        client->idempotency_key = "the same";
        client->call<Auth>(&Stub::Logout, v1::LogoutRequest{});
    }
    CHECK(self.refused.empty());
    CHECK(second.refused == "IDEMPOTENCY_KEY_REUSED");
}

TEST_CASE("a suspended organization's people cannot log in", "[integration][gateway][auth]") {
    Person person;
    Suite::shared().pool().transact([&](pg::Transaction& transaction) {
        return transaction.exec("UPDATE organizations SET status = 'suspended' WHERE id = $1",
                                *base::Uuid::parse(person.admin.organization()));
    });
    person.anyone.login(person.email);
    CHECK(person.anyone.refused == "FORBIDDEN");
    person.anyone.refresh(person.tokens.refresh_token());
    CHECK(person.anyone.refused == "FORBIDDEN");
    CHECK(person.door() == "the organization is suspended");
}

TEST_CASE("a person changes their own name and password", "[integration][gateway][auth]") {
    Person person;
    const auto elsewhere = Client::anonymous("192.0.2.56").login(person.email);
    auto self = person.self();
    v1::UpdateMeRequest request;
    request.set_first_name("Amina");
    request.set_password("another horse");
    self.call<Me>(&Me::StubInterface::UpdateMe, request);
    CHECK(self.wrong == std::vector<std::string>{"currentPassword"});
    request.set_current_password("wrong horse");
    self.call<Me>(&Me::StubInterface::UpdateMe, request);
    CHECK(self.wrong == std::vector<std::string>{"currentPassword"});
    request.set_current_password("correct horse");
    CHECK(self.call<Me>(&Me::StubInterface::UpdateMe, request).first_name() == "Amina");
    CHECK(person.door() == "in");
    CHECK(Replica{}.meets(elsewhere.access_token()) == ended);
    person.anyone.login(person.email, "another horse");
    CHECK(person.anyone.refused.empty());

    auto admin = Client::admin();
    admin.call<Me>(&Me::StubInterface::UpdateMe, request);
    CHECK(admin.refused == "FORBIDDEN");
    const auto me = admin.call<Me>(&Me::StubInterface::GetMe, v1::GetMeRequest{});
    CHECK_FALSE(me.has_email());
    CHECK(me.role() == api::v1::ROLE_ADMIN);
}
