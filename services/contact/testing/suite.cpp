#include "contact/testing/suite.hpp"

#include "contact/audiences/audience_service.hpp"
#include "contact/audiences/membership_service.hpp"
#include "contact/migrations.hpp"
#include "contact/people/contact_service.hpp"
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
    pg::Pool pool{pg_testing::TestCluster::shared().new_database("contact"), 8};
    endpoint::Endpoint endpoint{pool, keys};
    ContactService contacts{endpoint, clock};
    AudienceService audiences{endpoint, clock};
    MembershipService memberships{endpoint, pool};
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
    builder.RegisterService(&parts_->contacts);
    builder.RegisterService(&parts_->audiences);
    builder.RegisterService(&parts_->memberships);
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

std::ostream& operator<<(std::ostream& out, const Refusal& it) {
    out << (it.reason.empty() ? "done" : it.reason);
    for (const auto& path : it.paths) out << ' ' << path;
    return out;
}

Client::Client(std::string country, rpc::Role role)
    : organization_{base::Uuid::v7(base::SystemClock{}.now())},
      caller_{organization_, "key:test", role, {}, {}, {std::move(country), {}}},
      contacts_{v1::ContactService::NewStub(Suite::shared().channel())},
      audiences_{v1::AudienceService::NewStub(Suite::shared().channel())},
      memberships_{v1::MembershipService::NewStub(Suite::shared().channel())} {}

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

template <class Stub, class Request, class Response>
Response Client::call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                      Stub& stub,
                      const Request& request) {
    grpc::ClientContext context;
    prepare(context);
    Response response;
    note((stub.*method)(&context, request, &response));
    return response;
}

v1::Contact Client::create(const std::string& json) {
    v1::CreateContactRequest request;
    request.set_contact(json);
    return call(&v1::ContactService::Stub::CreateContact, *contacts_, request);
}

v1::UpsertContactsResponse Client::upsert(const std::string& data) {
    v1::UpsertContactsRequest request;
    request.set_data(data);
    return call(&v1::ContactService::Stub::UpsertContacts, *contacts_, request);
}

v1::Contact Client::get(const std::string& id) {
    v1::GetContactRequest request;
    request.set_id(id);
    return call(&v1::ContactService::Stub::GetContact, *contacts_, request);
}

void Client::remove(const std::string& id) {
    v1::DeleteContactRequest request;
    request.set_id(id);
    call(&v1::ContactService::Stub::DeleteContact, *contacts_, request);
}

v1::ListContactsResponse Client::list(const v1::ListContactsRequest& request) {
    return call(&v1::ContactService::Stub::ListContacts, *contacts_, request);
}

v1::Audience Client::create_audience(const std::string& name) {
    v1::CreateAudienceRequest request;
    request.set_name(name);
    return call(&v1::AudienceService::Stub::CreateAudience, *audiences_, request);
}

v1::Audience Client::get_audience(const std::string& id) {
    v1::GetAudienceRequest request;
    request.set_id(id);
    return call(&v1::AudienceService::Stub::GetAudience, *audiences_, request);
}

v1::ListAudiencesResponse Client::list_audiences(const v1::ListAudiencesRequest& request) {
    return call(&v1::AudienceService::Stub::ListAudiences, *audiences_, request);
}

v1::ListAudienceContactsResponse
Client::list_members(const v1::ListAudienceContactsRequest& request) {
    return call(&v1::AudienceService::Stub::ListAudienceContacts, *audiences_, request);
}

v1::AddContactsResponse Client::add(const std::string& audience,
                                    const std::vector<std::string>& ids) {
    v1::ChangeMembersRequest request;
    request.set_id(audience);
    request.mutable_contacts()->Assign(ids.begin(), ids.end());
    return call(&v1::AudienceService::Stub::AddContacts, *audiences_, request);
}

v1::RemoveContactsResponse Client::remove(const std::string& audience,
                                          const std::vector<std::string>& ids) {
    v1::ChangeMembersRequest request;
    request.set_id(audience);
    request.mutable_contacts()->Assign(ids.begin(), ids.end());
    return call(&v1::AudienceService::Stub::RemoveContacts, *audiences_, request);
}

v1::AudienceVersion Client::describe(const std::string& audience) {
    v1::DescribeAudienceRequest request;
    request.set_organization_id(organization());
    request.set_audience_id(audience);
    return call(&v1::MembershipService::Stub::DescribeAudience, *memberships_, request);
}

std::vector<std::string> Client::members(const std::string& audience,
                                         std::int64_t version,
                                         const std::string& after,
                                         std::uint32_t limit) {
    v1::MembersRequest request;
    request.set_organization_id(organization());
    request.set_audience_id(audience);
    request.set_version(version);
    request.set_after(after);
    request.set_limit(limit);
    grpc::ClientContext context;
    prepare(context);
    const auto reader = memberships_->Members(&context, request);
    std::vector<std::string> ids;
    for (v1::MembersResponse part; reader->Read(&part);) {
        for (std::size_t at = 0; at < part.contact_ids().size(); at += 16) {
            base::Uuid::Bytes bytes{};
            part.contact_ids().copy(reinterpret_cast<char*>(bytes.data()), 16, at);
            ids.push_back(base::Uuid{bytes}.to_string());
        }
    }
    note(reader->Finish());
    return ids;
}

std::vector<v1::Callee> Client::snapshot(const std::string& audience,
                                         const std::vector<std::string>& ids) {
    v1::SnapshotRequest request;
    request.set_organization_id(organization());
    request.set_audience_id(audience);
    request.mutable_contact_ids()->Assign(ids.begin(), ids.end());
    const auto response = call(&v1::MembershipService::Stub::Snapshot, *memberships_, request);
    return {response.callees().begin(), response.callees().end()};
}

} // namespace hatif::contact::testing
