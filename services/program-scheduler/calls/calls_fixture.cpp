#include "program_scheduler/calls/calls_fixture.hpp"

#include "pg_testing/test_cluster.hpp"
#include "rpc/metadata.hpp"
#include "rpc/status.hpp"

#include <grpcpp/server_builder.h>

#include <stdexcept>

namespace hatif::program_scheduler::testing {

namespace v1 = program::v1;

namespace {

constexpr const char* graph = R"({"startNodeId":"call","nodes":[
    {"id":"call","type":"dial","config":{},"outputs":{"default":"end"}},
    {"id":"end","type":"hangup","config":{},"outputs":{}}]})";
constexpr const char* broken_graph = R"({"startNodeId":"nowhere","nodes":[]})";

rpc::CallerKeys keys() {
    return rpc::CallerKeys::read("test:00112233445566778899aabbccddeeff").value();
}

std::string ask(const grpc::Status& status) {
    return status.ok() ? "" : rpc::from_status(status).reason;
}

std::string insert_flow(Calls& calls, const char* text) {
    const auto id = base::Uuid::v7(base::SystemClock{}.now());
    const auto done = calls.pool.transact([&](pg::Transaction& it) -> base::Result<void> {
        const auto written = it.exec(
            "WITH f AS (INSERT INTO flows (id, organization_id, name, version, created_at, "
            "updated_at) VALUES ($1, $2, 'Reminder', 1, now(), now()) RETURNING id) "
            "INSERT INTO flow_versions (flow_id, version, name, graph, audio_ids, created_at) "
            "SELECT id, 1, 'Reminder', $3, '{}', now() FROM f",
            id, calls.organization, text);
        if (!written) return base::fail(written.error());
        return {};
    });
    if (!done) throw std::runtime_error{done.error().what};
    return id.to_string();
}

} // namespace

Calls::Calls(std::int64_t people, Bounds bounds)
    : Campaign{people, bounds}, organization_bound{bounds.organization}, keys_{keys()},
      endpoint_{pool, keys_}, service_{endpoint_, *stub_, identity_, clock_}, lookup_service_{
                                                                                  endpoint_} {
    flow_id = insert_flow(*this, graph);
    broken_flow_id = insert_flow(*this, broken_graph);
    grpc::ServerBuilder builder;
    builder.RegisterService(&service_);
    builder.RegisterService(&lookup_service_);
    served_ = builder.BuildAndStart();
    calls = v1::CallService::NewStub(served_->InProcessChannel({}));
    lookup = v1::ExecutionLookupService::NewStub(served_->InProcessChannel({}));
}

Calls::~Calls() {
    served_->Shutdown();
}

std::unique_ptr<grpc::ClientContext> Calls::signed_for(const base::OrganizationId& whose,
                                                       rpc::Role role) const {
    rpc::Caller caller;
    caller.organization = whose;
    caller.principal = "key:test";
    caller.role = role;
    caller.settings.country = "MA";
    caller.settings.timezone = "Africa/Casablanca";
    caller.settings.currency = "EUR";
    caller.settings.max_concurrent_calls = static_cast<std::uint32_t>(organization_bound);
    auto context = std::make_unique<grpc::ClientContext>();
    context->AddMetadata(rpc::caller_key, keys_.sign(caller, clock_.now()));
    return context;
}

std::unique_ptr<grpc::ClientContext> Calls::as(rpc::Role role) const {
    return signed_for(organization, role);
}

std::unique_ptr<grpc::ClientContext> Calls::as_stranger() const {
    return signed_for(base::OrganizationId{base::Uuid::v7(clock_.now())}, rpc::Role::admin);
}

std::unique_ptr<grpc::ClientContext> Calls::as_service() const {
    auto context = std::make_unique<grpc::ClientContext>();
    const rpc::ServiceIdentity reporting{"reporting", keys_};
    reporting.prepare(*context, std::chrono::seconds{5});
    return context;
}

v1::RequestCallRequest Calls::to(std::int64_t i) const {
    v1::RequestCallRequest request;
    request.set_contact_id(Contacts::id(i).value().to_string());
    request.set_flow_id(flow_id);
    request.set_from_number(number);
    return request;
}

v1::ExecuteFlowRequest Calls::test_to(std::int64_t i) const {
    v1::ExecuteFlowRequest request;
    request.set_contact_id(Contacts::id(i).value().to_string());
    request.set_flow_id(flow_id);
    request.set_from_phone(number);
    return request;
}

std::string Calls::request(const v1::RequestCallRequest& request) {
    v1::RequestedCall answer;
    const auto status = calls->RequestCall(as(rpc::Role::manager).get(), request, &answer);
    if (!status.ok()) throw std::runtime_error{status.error_message()};
    return answer.job_id();
}

std::string Calls::refusal(const v1::RequestCallRequest& request) {
    v1::RequestedCall answer;
    const auto status = calls->RequestCall(as(rpc::Role::manager).get(), request, &answer);
    if (status.ok()) return "";
    const auto error = rpc::from_status(status);
    std::string text = error.reason;
    for (const auto& field : error.fields) text.append(" ").append(field.path);
    return text;
}

std::string Calls::cancel(const std::string& job) {
    v1::CancelCallRequest request;
    request.set_job_id(job);
    v1::RequestedCall answer;
    const auto why = ask(calls->CancelCall(as(rpc::Role::manager).get(), request, &answer));
    if (!why.empty()) return why;
    switch (answer.status()) {
    case v1::CALL_STATUS_ACTIVE:
        return "active";
    case v1::CALL_STATUS_FAILED:
        return "failed";
    default:
        return "queued";
    }
}

v1::JobTrail Calls::trail(const std::string& job) {
    v1::GetJobTrailRequest request;
    request.set_job_id(job);
    v1::JobTrail answer;
    const auto status = calls->GetJobTrail(as(rpc::Role::agent).get(), request, &answer);
    if (!status.ok()) throw std::runtime_error{status.error_message()};
    return answer;
}

std::string Calls::kinds(const std::string& job) {
    std::string all;
    const auto told = trail(job);
    for (const auto& entry : told.entries()) {
        all += (all.empty() ? "" : " ") + v1::TrailKind_Name(entry.kind()).substr(11);
    }
    return all;
}

void Calls::give_back(const std::vector<v1::Lease>& leases, const std::string& why) {
    v1::NotDialledRequest request;
    for (const auto& lease : leases) {
        auto& item = *request.add_attempts();
        item.mutable_attempt()->set_attempt_id(lease.attempt_id());
        item.mutable_attempt()->set_epoch(lease.epoch());
        item.set_reason(why);
    }
    const auto done = not_dialled(desk, request);
    if (!done) throw std::runtime_error{done.error().what};
}

void Calls::pass_time() {
    scalar("WITH q AS (UPDATE job_queue SET due_at = now() - (random() * interval '1 ms') "
           "WHERE due_at > now() RETURNING 1) SELECT count(*) FROM q");
}

std::string Calls::events(const std::string& job) {
    const auto rows = pool.transact([&](pg::Transaction& it) {
        return it.exec("SELECT coalesce(string_agg(split_part(type, '.', 4), ' ' ORDER BY id), '') "
                       "FROM announcements WHERE key = $1",
                       job);
    });
    return rows.value()[0].get<std::string>(0);
}

v1::ExecutionEvent Calls::last_event(const std::string& job) {
    const auto rows = pool.transact([&](pg::Transaction& it) {
        return it.exec(
            "SELECT payload FROM announcements WHERE key = $1 ORDER BY id DESC, place DESC LIMIT 1",
            job);
    });
    v1::ExecutionEvent event;
    event.ParseFromString(rows.value()[0].get<std::string>(0));
    return event;
}

} // namespace hatif::program_scheduler::testing
