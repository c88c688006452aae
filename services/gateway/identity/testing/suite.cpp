#include "gateway/identity/testing/suite.hpp"

#include "gateway/identity/access/credential.hpp"
#include "gateway/identity/access/holder_rows.hpp"
#include "gateway/migrations.hpp"
#include "pg/migrate.hpp"
#include "pg_testing/test_cluster.hpp"
#include "rpc/metadata.hpp"
#include "rpc/status.hpp"

#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <future>
#include <stdexcept>

namespace hatif::gateway::testing {

namespace {

constexpr const char* secret = "test:00112233445566778899aabbccddeeff";

} // namespace

struct Suite::Parts {
    rpc::CallerKeys caller_keys = rpc::CallerKeys::read(secret).value();
    TokenKeys token_keys = TokenKeys::read(secret).value();
    HandClock clock;
    pg::Pool pool{pg_testing::TestCluster::shared().new_database("gateway"), 16};
    std::unique_ptr<Identity> identity;
    std::unique_ptr<grpc::Server> server;
};

Suite& Suite::shared() {
    static Suite suite;
    return suite;
}

Suite::Suite() : parts_{std::make_unique<Parts>()} {
    if (auto migrated = pg::migrate(parts_->pool, migrations()); !migrated) {
        throw std::runtime_error{migrated.error().what};
    }
    parts_->identity = std::make_unique<Identity>(parts_->pool, parts_->caller_keys,
                                                  parts_->token_keys, parts_->clock);
    grpc::ServerBuilder builder;
    for (auto* service : parts_->identity->services()) builder.RegisterService(service);
    parts_->server = builder.BuildAndStart();
}

Suite::~Suite() = default;

pg::Pool& Suite::pool() {
    return parts_->pool;
}

const TokenKeys& Suite::keys() const {
    return parts_->token_keys;
}

HandClock& Suite::clock() {
    return parts_->clock;
}

std::shared_ptr<grpc::Channel> Suite::channel() const {
    return parts_->server->InProcessChannel({});
}

std::string Suite::sign(const rpc::Caller& caller) const {
    return parts_->caller_keys.sign(caller, base::SystemClock{}.now());
}

std::string Suite::ask(const std::string& sql) {
    auto connection = parts_->pool.borrow();
    if (!connection) return connection.error().what;
    const auto rows = (*connection)->exec("SELECT (" + sql + ")::text");
    if (!rows) return rows.error().what;
    return (*rows)[0].get<std::optional<std::string>>(0).value_or("null");
}

Replica::Replica()
    : admission_{Suite::shared().keys(), holders_, limiter_, clock, 0},
      limiter_{
          [](const std::vector<Ask>& asks) { return reserve_all(Suite::shared().pool(), asks); },
          steady_},
      holders_{[](const std::string& handle) {
                   return find_holder(Suite::shared().pool(), Credential::of(handle));
               },
               clock} {}

base::Result<Admitted> Replica::knock(const std::string& credential, const std::string& verb) {
    http::Request head{verb, "/api/users/me", "", {{"Authorization", "Bearer " + credential}}};
    head.client = "192.0.2.9";
    std::promise<base::Result<Admitted>> answered;
    admission_.let_in(head, [&](base::Result<Admitted> it) { answered.set_value(std::move(it)); });
    return answered.get_future().get();
}

std::string Replica::meets(const std::string& credential, const std::string& verb) {
    const auto admitted = knock(credential, verb);
    if (!admitted) return admitted.error().what;
    return admitted->allowance.granted ? "in" : "limited";
}

Admitted Replica::let_in(const std::string& credential, const std::string& verb) {
    return knock(credential, verb).value();
}

Client::Client(rpc::Caller caller) : caller_{std::move(caller)} {}

Client Client::platform() {
    rpc::Caller caller;
    caller.principal = "key:0192f3a4-0000-7000-8000-000000000001";
    caller.role = rpc::Role::platform;
    return Client{caller};
}

Client Client::service() {
    rpc::Caller caller;
    caller.principal = "service:reporting";
    return Client{caller};
}

Client Client::anonymous(const std::string& address) {
    rpc::Caller caller;
    caller.principal = "anonymous";
    caller.client_address = address;
    return Client{caller};
}

Client Client::admin() {
    v1::CreateOrganizationRequest request;
    request.set_name("Test " + new_email());
    request.set_with_api_key(true);
    auto platform = Client::platform();
    const auto made = platform.call<v1::OrganizationService>(
        &v1::OrganizationService::StubInterface::CreateOrganization, request);
    rpc::Caller caller;
    caller.organization.emplace(base::Uuid::parse(made.id()).value());
    caller.principal = "key:" + made.api_key().id();
    caller.role = rpc::Role::admin;
    return Client{caller};
}

Client Client::person(const std::string& access_token) {
    return Client{Replica{}.let_in(access_token).caller};
}

Client Client::as(rpc::Role role) const {
    auto other = *this;
    other.caller_.role = role;
    return other;
}

void Client::prepare(grpc::ClientContext& context) {
    context.AddMetadata(rpc::caller_key, Suite::shared().sign(caller_));
    if (!idempotency_key.empty()) context.AddMetadata(rpc::idempotency_key, idempotency_key);
    idempotency_key.clear();
}

void Client::note(const grpc::Status& status) {
    refused.clear();
    said.clear();
    wrong.clear();
    if (status.ok()) return;
    const auto error = rpc::from_status(status);
    refused = error.reason.empty() ? error.what : error.reason;
    said = error.what;
    for (const auto& field : error.fields) wrong.push_back(field.path);
}

v1::Member
Client::add_member(const std::string& email, api::v1::Role role, const std::string& password) {
    v1::CreateMemberRequest request;
    request.set_email(email);
    request.set_role(role);
    if (!password.empty()) request.set_password(password);
    return call<v1::MemberService>(&v1::MemberService::StubInterface::CreateMember, request);
}

v1::Tokens Client::login(const std::string& email, const std::string& password) {
    v1::LoginRequest request;
    request.set_email(email);
    request.set_password(password);
    return call<v1::AuthService>(&v1::AuthService::StubInterface::Login, request);
}

v1::Tokens Client::refresh(const std::string& token) {
    v1::RefreshRequest request;
    request.set_refresh_token(token);
    return call<v1::AuthService>(&v1::AuthService::StubInterface::Refresh, request);
}

v1::ApiKey Client::add_key(const v1::CreateApiKeyRequest& request) {
    return call<v1::ApiKeyService>(&v1::ApiKeyService::StubInterface::CreateApiKey, request);
}

std::string new_address() {
    static std::atomic<unsigned> count = 0;
    const auto n = ++count;
    return "10.0." + std::to_string(n / 256) + "." + std::to_string(n % 256);
}

std::string new_email() {
    return base::Uuid::v7(base::SystemClock{}.now()).to_string() + "@example.ma";
}

} // namespace hatif::gateway::testing
