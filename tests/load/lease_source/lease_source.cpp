#include "lease_source.hpp"

#include "base/clock.hpp"
#include "base/uuid.hpp"
#include "rpc/time.hpp"

#include <cmath>
#include <numbers>
#include <thread>

namespace hatif::load {

using namespace std::chrono_literals;

namespace {

constexpr auto tick = 20ms; // as often as the scheduler looks for what is due
constexpr std::size_t samples_a_second = 8'000;

double steady_seconds() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration<double>(now).count();
}

program::v1::WorkResponse settings(const LeaseSource::Load& load) {
    program::v1::WorkResponse response;
    auto& it = *response.mutable_settings();
    auto& trunk = *it.add_trunks();
    trunk.set_id(base::Uuid{}.to_string());
    trunk.set_host(load.trunk_host);
    trunk.set_port(load.trunk_port);
    trunk.set_transport(program::v1::TRUNK_TRANSPORT_UDP);
    it.mutable_lease_time()->set_seconds(15);
    it.mutable_start_validity()->set_nanos(250'000'000);
    return response;
}

/// Sound that is no silence, in bytes of A-law: what it says does not matter.
std::string sound(std::size_t seconds) {
    std::string bytes(seconds * samples_a_second, '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto phase = 2 * std::numbers::pi * 400 * static_cast<double>(i) / samples_a_second;
        bytes[i] = static_cast<char>(std::sin(phase) > 0 ? 0x9A : 0x1A);
    }
    return bytes;
}

} // namespace

LeaseSource::LeaseSource(Load load, Answers& answers) : load_{std::move(load)}, answers_{answers} {}

program::v1::Lease LeaseSource::make_lease(std::size_t number) const {
    program::v1::Lease lease;
    lease.set_attempt_id(base::Uuid::v7(base::SystemClock{}.now()).to_string());
    lease.set_epoch(1);
    lease.set_organization_id(base::Uuid{}.to_string());
    lease.set_job_id(base::Uuid::v7(base::SystemClock{}.now()).to_string());
    lease.set_execution_id(base::Uuid{}.to_string());
    lease.set_program_id(base::Uuid{}.to_string());
    lease.set_contact_id(base::Uuid::v7(base::SystemClock{}.now()).to_string());
    lease.set_attempt_number(1);
    lease.set_to("+2126" + std::to_string(10'000'000 + number % 80'000'000));
    lease.set_from("+212520000001");
    lease.set_trunk_id(base::Uuid{}.to_string());
    lease.set_flow_id(base::Uuid{}.to_string());
    lease.set_flow_version(1);
    (*lease.mutable_fields())["firstName"] = "Amina";
    (*lease.mutable_fields())["language"] = "fr";
    lease.set_custom_attributes(R"({"amount":420.5,"due":"2026-12-01"})");
    return lease;
}

grpc::Status LeaseSource::Work(
    grpc::ServerContext* context,
    grpc::ServerReaderWriter<program::v1::WorkResponse, program::v1::WorkRequest>* stream) {
    program::v1::WorkRequest request;
    if (!stream->Read(&request) || !stream->Write(settings(load_))) return grpc::Status::OK;
    std::atomic<std::size_t> credits{0};
    std::jthread reader{[&] {
        program::v1::WorkRequest more;
        while (stream->Read(&more)) credits += more.credit().attempts();
    }};
    while (credits == 0 && !context->IsCancelled()) std::this_thread::sleep_for(1ms);
    const auto began = std::chrono::steady_clock::now();
    first_sent_ = steady_seconds();
    while (next_ < load_.calls && !stopping_ && !context->IsCancelled()) {
        std::this_thread::sleep_for(tick);
        const std::chrono::duration<double> past = std::chrono::steady_clock::now() - began;
        const auto due = std::min(load_.calls, static_cast<std::size_t>(past.count() * load_.rate));
        program::v1::WorkResponse response;
        auto& leases = *response.mutable_leases();
        for (; next_ < due && credits > 0; ++next_, --credits) {
            *leases.add_leases() = make_lease(next_);
        }
        if (leases.leases_size() > 0 && !stream->Write(response)) break;
    }
    last_sent_ = steady_seconds();
    while (!stopping_ && !context->IsCancelled()) std::this_thread::sleep_for(50ms);
    context->TryCancel();
    return grpc::Status::OK;
}

grpc::Status LeaseSource::Start(grpc::ServerContext*,
                                const program::v1::StartRequest* request,
                                program::v1::StartResponse* answer) {
    for (const auto& item : request->attempts()) {
        answers_.granted(item.attempt().attempt_id(), Clock::now());
        answer->add_answers(program::v1::StartResponse::ANSWER_YES);
    }
    return grpc::Status::OK;
}

grpc::Status LeaseSource::NotDialled(grpc::ServerContext*,
                                     const program::v1::NotDialledRequest* request,
                                     google::protobuf::Empty*) {
    for (const auto& item : request->attempts()) {
        std::fprintf(stderr, "not dialled: %s\n", item.reason().c_str());
        answers_.finished(item.attempt().attempt_id(), false, Clock::now());
    }
    return grpc::Status::OK;
}

grpc::Status LeaseSource::Renew(grpc::ServerContext*,
                                const program::v1::RenewRequest* request,
                                program::v1::RenewResponse* answer) {
    for (const auto& it : request->attempts()) {
        answer->add_answers(answers_.has_finished(it.attempt_id())
                                ? program::v1::RenewResponse::ANSWER_ENDED
                                : program::v1::RenewResponse::ANSWER_RENEWED);
    }
    return grpc::Status::OK;
}

grpc::Status LeaseSource::ReportTrunks(grpc::ServerContext*,
                                       const program::v1::ReportTrunksRequest*,
                                       google::protobuf::Empty*) {
    return grpc::Status::OK;
}

grpc::Status LeaseSource::GetFlowVersion(grpc::ServerContext*,
                                         const program::v1::GetFlowVersionRequest*,
                                         program::v1::FlowVersion* answer) {
    answer->set_flow_name("load");
    answer->set_graph(load_.flow.graph);
    auto& audio = (*answer->mutable_audios())["audio"];
    audio.set_alaw_hash("a");
    audio.set_ulaw_hash("u");
    return grpc::Status::OK;
}

grpc::Status LeaseSource::GetContent(grpc::ServerContext*,
                                     const program::v1::GetContentRequest*,
                                     grpc::ServerWriter<program::v1::GetContentResponse>* stream) {
    const auto bytes = sound(load_.flow.seconds);
    constexpr std::size_t piece = 64 * 1'024;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        program::v1::GetContentResponse response;
        response.set_chunk(bytes.substr(at, piece));
        if (!stream->Write(response)) break;
    }
    return grpc::Status::OK;
}

} // namespace hatif::load
