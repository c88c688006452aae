#include "contact/testing/suite.hpp"

#include "contact/migrations.hpp"
#include "contact/services.hpp"
#include "endpoint/endpoint.hpp"
#include "pg/migrate.hpp"
#include "pg_testing/test_cluster.hpp"
#include "rpc/metadata.hpp"
#include "rpc/status.hpp"

#include <grpcpp/create_channel.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <ostream>
#include <stdexcept>

namespace hatif::contact::testing {

struct Suite::Parts {
    rpc::CallerKeys keys = rpc::CallerKeys::read("test:" + std::string(64, 'a')).value();
    base::SystemClock clock;
    std::string database = pg_testing::TestCluster::shared().new_database("contact");
    pg::Pool pool{database, 8};
    pg::Pool calls{database, 4};
    endpoint::Endpoint endpoint{pool, keys};
    endpoint::Endpoint of_calls{calls, keys};
    Services services{{pool, endpoint}, {calls, of_calls}, clock};
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
    grpc::ServerBuilder builder;
    for (auto* service : parts_->services.all()) builder.RegisterService(service);
    parts_->server = builder.BuildAndStart();
}

Suite::~Suite() = default;

std::shared_ptr<grpc::Channel> Suite::channel() const {
    return parts_->server->InProcessChannel({});
}

std::string Suite::sign(const rpc::Caller& caller) const {
    return parts_->keys.sign(caller, parts_->clock.now());
}

std::string Suite::ask(const std::string& sql) const {
    auto connection = parts_->pool.borrow();
    if (!connection) return connection.error().what;
    const auto rows = (*connection)->exec(sql);
    if (!rows) return rows.error().what;
    return rows->empty() ? "" : (*rows)[0].get<std::string>(0);
}

pg::Pool& Suite::pool() const {
    return parts_->calls;
}

std::ostream& operator<<(std::ostream& out, const Refusal& it) {
    out << (it.reason.empty() ? "done" : it.reason);
    for (const auto& path : it.paths) out << ' ' << path;
    return out;
}

Client::Client(std::string country, rpc::Role role)
    : organization_{base::Uuid::v7(base::SystemClock{}.now())},
      contacts_{v1::ContactService::NewStub(Suite::shared().channel())},
      attributes_{v1::CustomAttributeService::NewStub(Suite::shared().channel())},
      audiences_{v1::AudienceService::NewStub(Suite::shared().channel())},
      memberships_{v1::MembershipService::NewStub(Suite::shared().channel())},
      do_not_call_{v1::DoNotCallService::NewStub(Suite::shared().channel())} {
    caller_.organization = organization_;
    caller_.principal = "key:test";
    caller_.role = role;
    caller_.settings.country = std::move(country);
}

Client Client::as_service() const {
    auto other = *this;
    other.caller_.organization.reset();
    other.caller_.principal = "service:program-scheduler";
    return other;
}

Client Client::as(rpc::Role role) const {
    auto other = *this;
    other.caller_.role = role;
    return other;
}

void Client::prepare(grpc::ClientContext& context) {
    context.AddMetadata(rpc::caller_key, Suite::shared().sign(caller_));
    if (!idempotency_key_.empty()) context.AddMetadata(rpc::idempotency_key, idempotency_key_);
    idempotency_key_.clear();
}

void Client::note(const grpc::Status& status) {
    refused_ = {};
    if (status.ok()) return;
    const auto error = rpc::from_status(status);
    refused_.reason = error.reason.empty() ? error.what : error.reason;
    for (const auto& field : error.fields) refused_.paths.push_back(field.path);
}

} // namespace hatif::contact::testing
