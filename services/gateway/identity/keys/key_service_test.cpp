#include "gateway/identity/keys/key_rows.hpp"
#include "gateway/identity/members/member_rows.hpp"
#include "gateway/identity/testing/suite.hpp"

#include <catch2/catch.hpp>

#include <future>

using namespace hatif;
using namespace hatif::gateway;
using namespace hatif::gateway::testing;
using namespace std::chrono_literals;
using Keys = v1::ApiKeyService;
using Stub = Keys::StubInterface;

namespace {

v1::CreateApiKeyRequest named(const std::string& name) {
    v1::CreateApiKeyRequest request;
    request.set_name(name);
    return request;
}

template <class Request>
Request with(const std::string& id) {
    Request request;
    request.set_id(id);
    return request;
}

v1::ApiKey get(Client& client, const std::string& id) {
    return client.call<Keys>(&Stub::GetApiKey, with<v1::GetApiKeyRequest>(id));
}

/// Does a transaction wait for another one's lock?
bool someone_waits() {
    return Suite::shared().ask("SELECT count(*) FROM pg_locks WHERE NOT granted") != "0";
}

void revoke(Client& client, const std::string& id) {
    client.call<Keys>(&Stub::DeleteApiKey, with<v1::DeleteApiKeyRequest>(id));
}

} // namespace

TEST_CASE("a key's secret is shown once, opens the door, and is kept as a hash",
          "[integration][gateway][keys]") {
    auto admin = Client::admin();
    auto request = named("CRM");
    request.set_prefix("htf_live");
    request.set_role(api::v1::ROLE_MANAGER);
    request.set_environment("production");
    request.set_integration("salesforce");
    const auto made = admin.add_key(request);
    REQUIRE(admin.refused.empty());
    CHECK(made.secret().starts_with("htf_live_"));
    CHECK(made.prefix() == "htf_live");
    CHECK(made.secret().starts_with(made.shown_part()));
    CHECK(made.environment() == "production");
    CHECK(made.integration() == "salesforce");

    CHECK_FALSE(get(admin, made.id()).has_secret());
    const auto kept = Suite::shared().ask(
        "SELECT string_agg(k::text, ' ') FROM api_keys k WHERE id = '" + made.id() + "'");
    CHECK(kept.find(made.secret().substr(made.shown_part().size())) == kept.npos);

    Replica replica;
    const auto caller = replica.let_in(made.secret()).caller;
    CHECK(caller.principal == "key:" + made.id());
    CHECK(caller.organization->value().to_string() == admin.organization());
    CHECK(caller.role == rpc::Role::manager);
    CHECK(caller.settings.currency == "MAD");
    CHECK(get(admin, made.id()).has_last_used_at());
}

TEST_CASE("a key without a prefix of its own has the usual one, and the least role",
          "[integration][gateway][keys]") {
    auto admin = Client::admin();
    const auto made = admin.add_key(named("plain"));
    CHECK(made.prefix() == "hatif_key");
    CHECK(made.role() == api::v1::ROLE_AGENT);
    CHECK(made.secret().starts_with("hatif_key_"));
}

TEST_CASE("a repeat with the same Idempotency-Key shows the same secret, kept sealed",
          "[integration][gateway][keys]") {
    auto admin = Client::admin();
    admin.idempotency_key = "once";
    const auto first = admin.add_key(named("repeated"));
    admin.idempotency_key = "once";
    const auto again = admin.add_key(named("repeated"));
    CHECK(first.secret() == again.secret());
    CHECK(first.id() == again.id());
    const auto kept = Suite::shared().ask("SELECT count(*) FROM idempotency_keys WHERE position('" +
                                          first.secret() + "'::bytea IN response) > 0");
    CHECK(kept == "0");
}

TEST_CASE("all keys are listed, the newest first, without their secrets",
          "[integration][gateway][keys]") {
    auto admin = Client::admin();
    admin.add_key(named("older"));
    admin.add_key(named("newer"));
    const auto list = admin.call<Keys>(&Stub::ListApiKeys, v1::ListApiKeysRequest{});
    REQUIRE(list.api_keys_size() == 3);
    CHECK(list.api_keys(0).name() == "newer");
    CHECK(list.api_keys(1).name() == "older");
    CHECK(list.api_keys(2).name() == "first key");
    for (const auto& key : list.api_keys()) CHECK_FALSE(key.has_secret());
}

TEST_CASE("a revoked key is told so on every replica within five seconds",
          "[integration][gateway][keys]") {
    auto admin = Client::admin();
    const auto made = admin.add_key(named("to be revoked"));
    Replica one;
    Replica other;
    CHECK(one.meets(made.secret()) == "in");
    CHECK(other.meets(made.secret()) == "in");
    revoke(admin, made.id());
    CHECK(admin.refused.empty());
    for (auto* replica : {&one, &other}) {
        replica->clock.ahead = 5s;
        CHECK(replica->meets(made.secret()) == "the API key was revoked");
    }
    CHECK(one.meets(new_secret("hatif_key")) == "the API key is unknown");
    get(admin, made.id());
    CHECK(admin.refused == "API_KEY_NOT_FOUND");
    revoke(admin, made.id());
    CHECK(admin.refused == "API_KEY_NOT_FOUND");
}

TEST_CASE("an expired key is told so to its holder", "[integration][gateway][keys]") {
    auto admin = Client::admin();
    auto request = named("short");
    request.mutable_expires_at()->set_seconds(
        std::chrono::floor<std::chrono::seconds>(base::SystemClock{}.now() + 1h)
            .time_since_epoch()
            .count());
    const auto made = admin.add_key(request);
    Replica replica;
    CHECK(replica.meets(made.secret()) == "in");
    replica.clock.ahead = 2h;
    CHECK(replica.meets(made.secret()) == "the API key has expired");
    request.mutable_expires_at()->set_seconds(1);
    admin.add_key(request);
    CHECK(admin.wrong == std::vector<std::string>{"expiresAt"});
}

TEST_CASE("a key changes only in what is sent, and a new role acts within five seconds",
          "[integration][gateway][keys]") {
    auto admin = Client::admin();
    auto request = named("before");
    request.set_environment("staging");
    const auto made = admin.add_key(request);
    Replica replica;
    CHECK(replica.let_in(made.secret()).caller.role == rpc::Role::agent);

    auto change = with<v1::UpdateApiKeyRequest>(made.id());
    change.set_name("after");
    change.set_role(api::v1::ROLE_ADMIN);
    change.add_cleared("environment");
    const auto changed = admin.call<Keys>(&Stub::UpdateApiKey, change);
    CHECK(changed.name() == "after");
    CHECK(changed.prefix() == made.prefix());
    CHECK_FALSE(changed.has_environment());
    replica.clock.ahead = 5s;
    CHECK(replica.let_in(made.secret()).caller.role == rpc::Role::admin);
}

TEST_CASE("a key of a member may no more than the member, and goes with the member",
          "[integration][gateway][keys]") {
    auto admin = Client::admin();
    const auto member = admin.add_member(new_email(), api::v1::ROLE_MANAGER);
    auto request = named("Amina's");
    request.set_member_id(member.id());
    request.set_role(api::v1::ROLE_ADMIN);
    admin.add_key(request);
    CHECK(admin.wrong == std::vector<std::string>{"role"});
    request.set_role(api::v1::ROLE_MANAGER);
    const auto made = admin.add_key(request);
    REQUIRE(admin.refused.empty());

    auto change = with<v1::UpdateMemberRequest>(member.id());
    change.set_role(api::v1::ROLE_AGENT);
    admin.call<v1::MemberService>(&v1::MemberService::StubInterface::UpdateMember, change);
    CHECK(Replica{}.let_in(made.secret()).caller.role == rpc::Role::agent);
    admin.call<v1::MemberService>(&v1::MemberService::StubInterface::DeleteMember,
                                  with<v1::DeleteMemberRequest>(member.id()));
    CHECK(Replica{}.meets(made.secret()) == "the API key was revoked");
}

TEST_CASE("a key that is made while its member is being deleted is none",
          "[integration][gateway][keys]") {
    auto admin = Client::admin();
    const auto member = admin.add_member(new_email(), api::v1::ROLE_MANAGER);
    auto request = named("too late");
    request.set_member_id(member.id());
    const base::OrganizationId organization{*base::Uuid::parse(admin.organization())};
    const MemberId id{*base::Uuid::parse(member.id())};
    std::future<v1::ApiKey> made;
    const auto deleted =
        Suite::shared().pool().transact([&](pg::Transaction& transaction) -> base::Result<void> {
            CHECK(lock_admins(transaction, organization));
            CHECK(revoke_keys_of(transaction, id, base::SystemClock{}.now()));
            made = std::async(std::launch::async, [&] { return admin.add_key(request); });
            while (made.wait_for(0s) != std::future_status::ready && !someone_waits()) continue;
            return delete_member(transaction, id);
        });
    CHECK(deleted);
    CHECK(made.get().secret().empty());
    CHECK(admin.refused == "MEMBER_NOT_FOUND");
}

TEST_CASE("a key that is being changed opens the door, and is shown, without waiting",
          "[integration][gateway][keys]") {
    auto admin = Client::admin();
    const auto made = admin.add_key(named("busy"));
    const auto changed =
        Suite::shared().pool().transact([&](pg::Transaction& transaction) -> base::Result<void> {
            CHECK(transaction.exec("SELECT 1 FROM api_keys WHERE id = $1 FOR UPDATE",
                                   *base::Uuid::parse(made.id())));
            CHECK(Replica{}.meets(made.secret()) == "in");
            CHECK(get(admin, made.id()).id() == made.id());
            return {};
        });
    CHECK(changed);
}

TEST_CASE("what a key must not be is refused, every member named", "[integration][gateway][keys]") {
    auto admin = Client::admin();
    v1::CreateApiKeyRequest request;
    request.set_prefix("has space");
    request.set_role(api::v1::ROLE_PLATFORM);
    request.set_environment(std::string(65, 'x'));
    admin.add_key(request);
    CHECK(admin.refused == "VALIDATION");
    CHECK(admin.wrong == std::vector<std::string>{"prefix", "name", "environment", "role"});
    auto platform_like = named("x");
    platform_like.set_prefix("hatif_platform");
    admin.add_key(platform_like);
    CHECK(admin.wrong == std::vector<std::string>{"prefix"});
    auto foreign = named("x");
    foreign.set_member_id("0192f3a4-0000-7000-8000-000000000009");
    admin.add_key(foreign);
    CHECK(admin.refused == "MEMBER_NOT_FOUND");
}

TEST_CASE("another organization's key is not there", "[integration][gateway][keys]") {
    auto admin = Client::admin();
    auto other = Client::admin();
    const auto made = admin.add_key(named("mine"));
    get(other, made.id());
    CHECK(other.refused == "API_KEY_NOT_FOUND");
    revoke(other, made.id());
    CHECK(other.refused == "API_KEY_NOT_FOUND");
    auto change = with<v1::UpdateApiKeyRequest>(made.id());
    change.set_name("theirs");
    other.call<Keys>(&Stub::UpdateApiKey, change);
    CHECK(other.refused == "API_KEY_NOT_FOUND");
    CHECK(Replica{}.meets(made.secret()) == "in");
}

TEST_CASE("only an admin sees keys", "[integration][gateway][keys]") {
    auto manager = Client::admin().as(rpc::Role::manager);
    manager.call<Keys>(&Stub::ListApiKeys, v1::ListApiKeysRequest{});
    CHECK(manager.refused == "FORBIDDEN");
}
