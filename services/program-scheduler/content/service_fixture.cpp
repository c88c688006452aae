#include "program_scheduler/content/service_fixture.hpp"

#include "pg/migrate.hpp"
#include "pg_testing/test_cluster.hpp"
#include "program_scheduler/migrations.hpp"
#include "rpc/metadata.hpp"
#include "rpc/status.hpp"

#include <grpcpp/server_builder.h>

#include <stdexcept>

namespace hatif::program_scheduler::testing {

namespace {

void done_or_throw(const base::Result<void>& done) {
    if (!done) throw std::runtime_error{done.error().what};
}

/// One database for all tests of the process, emptied for each.
const std::string& empty_database() {
    static const std::string uri = [] {
        auto made = pg_testing::TestCluster::shared().new_database("program_scheduler");
        pg::Pool pool{made, 1};
        done_or_throw(pg::migrate(pool, migrations()));
        return made;
    }();
    auto connection = pg::Connection::open(uri);
    if (!connection) throw std::runtime_error{connection.error().what};
    done_or_throw(connection->script("TRUNCATE audios, dictionaries, flows, flow_versions, dids, "
                                     "trunks, programs, executions, capacity, "
                                     "outbox, idempotency_keys CASCADE"));
    return uri;
}

} // namespace

ServiceFixture::ServiceFixture()
    : keys_{rpc::CallerKeys::read("test:00112233445566778899aabbccddeeff").value()},
      pool_{empty_database(), 4}, endpoint_{pool_, keys_}, objects_{directory_.path()},
      decoder_{HATIF_AUDIO_DECODER}, recorder_{decoder_, objects_, directory_.path()},
      audio_{{endpoint_, pool_, objects_, recorder_, keys_, clock_, {}}},
      dictionaries_{{endpoint_, pool_, objects_, recorder_, clock_}}, dids_{endpoint_, clock_},
      identity_{"test", keys_}, flow_lookup_{endpoint_},
      executions_{endpoint_, pool_, clock_}, lookup_{endpoint_} {
    grpc::ServerBuilder others;
    others.RegisterService(&audiences_);
    others.RegisterService(&organizations_);
    others_ = others.BuildAndStart();
    contacts_ = contact::v1::MembershipService::NewStub(others_->InProcessChannel({}));
    gateway_ = gateway::v1::OrganizationLookupService::NewStub(others_->InProcessChannel({}));
    const Attributes attributes{*contacts_, identity_};
    flows_ = std::make_unique<FlowService>(endpoint_, attributes, clock_);
    simulation_ = std::make_unique<SimulationService>(endpoint_, *contacts_, identity_);
    programs_ = std::make_unique<ProgramService>(
        ProgramSurroundings{endpoint_, pool_, *contacts_, *gateway_, identity_, clock_});
    grpc::ServerBuilder builder;
    builder.RegisterService(&audio_);
    builder.RegisterService(&dictionaries_);
    builder.RegisterService(flows_.get());
    builder.RegisterService(simulation_.get());
    builder.RegisterService(&flow_lookup_);
    builder.RegisterService(&dids_);
    builder.RegisterService(programs_.get());
    builder.RegisterService(&executions_);
    builder.RegisterService(&lookup_);
    server_ = builder.BuildAndStart();
    channel_ = server_->InProcessChannel({});
}

ServiceFixture::~ServiceFixture() {
    server_->Shutdown();
    others_->Shutdown();
}

std::unique_ptr<grpc::ClientContext> ServiceFixture::signed_by(const rpc::Caller& caller) const {
    auto context = std::make_unique<grpc::ClientContext>();
    context->AddMetadata(rpc::caller_key, keys_.sign(caller, clock_.now()));
    return context;
}

std::unique_ptr<grpc::ClientContext>
ServiceFixture::as(rpc::Role role, const base::OrganizationId& organization) const {
    auto caller = caller_of(organization);
    caller.role = role;
    return signed_by(caller);
}

rpc::Caller ServiceFixture::caller_of(const base::OrganizationId& organization) {
    rpc::Caller caller;
    caller.organization = organization;
    caller.principal = "key:test";
    caller.settings.country = "MA";
    caller.settings.timezone = "Africa/Casablanca";
    return caller;
}

std::unique_ptr<grpc::ClientContext> ServiceFixture::as_anonymous() const {
    rpc::Caller caller;
    caller.principal = "anonymous";
    return signed_by(caller);
}

std::unique_ptr<grpc::ClientContext> ServiceFixture::as_platform() const {
    rpc::Caller caller;
    caller.principal = "key:platform";
    caller.role = rpc::Role::platform;
    return signed_by(caller);
}

std::unique_ptr<grpc::ClientContext> ServiceFixture::as_service() const {
    auto context = std::make_unique<grpc::ClientContext>();
    identity_.prepare(*context, std::chrono::seconds{5});
    return context;
}

std::string reason_of(const grpc::Status& status) {
    return status.ok() ? "" : rpc::from_status(status).reason;
}

std::string fields_of(const grpc::Status& status) {
    std::string paths;
    if (status.ok()) return paths;
    for (const auto& field : rpc::from_status(status).fields) {
        paths.append(paths.empty() ? "" : " ").append(field.path);
    }
    return paths;
}

} // namespace hatif::program_scheduler::testing
