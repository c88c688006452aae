#include "model_dialer.hpp"

#include "base/clock.hpp"
#include "rpc/time.hpp"

#include <grpcpp/channel.h>
#include <hatif/dialer/v1/call_events.pb.h>

#include <algorithm>
#include <iterator>

namespace hatif::load {

using namespace std::chrono_literals;
namespace v1 = program::v1;

namespace {

constexpr auto round_time = 20ms;
constexpr auto renewal = 5s;

// As the dialer asks for Start (services/dialer/leasing/lease_book.hpp).
constexpr auto soon = 40ms, together = 120ms;

enum { dialed = 1, answered, finished };

} // namespace

ModelDialer::ModelDialer(const std::string& scheduler,
                         const rpc::ServiceIdentity& identity,
                         kafka::Producer& events,
                         std::string name,
                         Pace pace)
    : stub_{v1::LeaseService::NewStub(rpc::channel(scheduler))}, identity_{identity},
      events_{events}, name_{std::move(name)}, pace_{pace} {
    context_.set_wait_for_ready(true);
    identity_.prepare(context_);
    stream_ = stub_->Work(&context_);
    v1::WorkRequest hello;
    hello.mutable_hello()->set_worker(name_);
    stream_->Write(hello);
    reading_ = std::jthread{[this] { read(); }};
    working_ = std::jthread{[this](const std::stop_token& stop) { work(stop); }};
}

ModelDialer::~ModelDialer() {
    working_.request_stop();
    if (working_.joinable()) working_.join();
    context_.TryCancel();
}

std::vector<double> ModelDialer::waits() {
    const std::lock_guard lock{mutex_};
    return waits_;
}

std::int64_t ModelDialer::ended() {
    const std::lock_guard lock{mutex_};
    return ended_;
}

void ModelDialer::read() {
    v1::WorkResponse response;
    while (stream_->Read(&response)) {
        const auto now = Steady::now();
        const std::lock_guard lock{mutex_};
        for (auto& lease : *response.mutable_leases()->mutable_leases()) {
            leased_.push_back(std::move(lease));
            if (offered_.empty()) continue;
            waits_.push_back(
                std::chrono::duration<double, std::milli>{now - offered_.front()}.count());
            offered_.pop_front();
        }
    }
}

void ModelDialer::offer(std::int64_t room) {
    if (room <= 0) return;
    {
        const std::lock_guard lock{mutex_};
        offered_.insert(offered_.end(), static_cast<std::size_t>(room), Steady::now());
    }
    v1::WorkRequest request;
    request.mutable_credit()->set_attempts(static_cast<std::uint32_t>(room));
    stream_->Write(request);
}

void ModelDialer::tell(const v1::Lease& lease, int what) {
    dialer::v1::CallEvent event;
    event.set_organization_id(lease.organization_id());
    event.set_job_id(lease.job_id());
    event.set_attempt_id(lease.attempt_id());
    event.set_contact_id(lease.contact_id());
    event.set_execution_id(lease.execution_id());
    event.set_sequence(static_cast<std::uint32_t>(what));
    event.set_attempt_number(lease.attempt_number());
    rpc::set(*event.mutable_occurred_at(), base::SystemClock{}.now());
    if (what == dialed) event.mutable_dialed();
    if (what == answered) event.mutable_answered();
    if (what == finished) event.mutable_finished()->set_outcome(type::v1::OUTCOME_COMPLETED);
    const kafka::Record record{.topic = "hatif.call-events.v1",
                               .key = lease.job_id(),
                               .headers = {},
                               .payload = event.SerializeAsString()};
    while (events_.offer(record) == kafka::Offer::later) std::this_thread::yield();
}

/// Of those who are leased, whom Start is asked for now.
std::vector<v1::Lease> ModelDialer::due() {
    const auto now = base::SystemClock{}.now();
    const auto starts_by = [&](base::Instant latest) {
        return [latest](const v1::Lease& it) {
            return !it.has_not_before() || rpc::from_wire(it.not_before()) <= latest;
        };
    };
    const std::lock_guard lock{mutex_};
    std::vector<v1::Lease> batch;
    if (std::none_of(leased_.begin(), leased_.end(), starts_by(now + soon))) return batch;
    const auto later =
        std::stable_partition(leased_.begin(), leased_.end(), starts_by(now + together));
    std::move(leased_.begin(), later, std::back_inserter(batch));
    leased_.erase(leased_.begin(), later);
    return batch;
}

void ModelDialer::start(std::vector<v1::Lease> batch) {
    if (batch.empty()) return;
    v1::StartRequest request;
    request.set_worker(name_);
    for (const auto& lease : batch) {
        auto& attempt = *request.add_attempts()->mutable_attempt();
        attempt.set_attempt_id(lease.attempt_id());
        attempt.set_epoch(lease.epoch());
    }
    grpc::ClientContext context;
    identity_.prepare(context, 2s);
    v1::StartResponse response;
    const auto status = stub_->Start(&context, request, &response);
    const auto ends = Steady::now() + pace_.hold;
    for (std::size_t i = 0; i < batch.size(); ++i) {
        const bool yes =
            status.ok() && response.answers(static_cast<int>(i)) == v1::StartResponse::ANSWER_YES;
        if (!yes) continue;
        tell(batch[i], dialed);
        tell(batch[i], answered);
        calls_.push_back({std::move(batch[i]), ends});
    }
}

void ModelDialer::end_calls() {
    std::int64_t count = 0;
    while (!calls_.empty() && calls_.front().ends <= Steady::now()) {
        tell(calls_.front().lease, finished);
        calls_.pop_front();
        ++count;
    }
    const std::lock_guard lock{mutex_};
    ended_ += count;
}

void ModelDialer::renew() {
    if (calls_.empty()) return;
    v1::RenewRequest request;
    request.set_worker(name_);
    for (const auto& call : calls_) {
        auto& attempt = *request.add_attempts();
        attempt.set_attempt_id(call.lease.attempt_id());
        attempt.set_epoch(call.lease.epoch());
    }
    grpc::ClientContext context;
    identity_.prepare(context, 2s);
    v1::RenewResponse response;
    (void)stub_->Renew(&context, request, &response);
}

void ModelDialer::work(const std::stop_token& stop) {
    const auto began = Steady::now();
    auto renewed = began;
    auto next = began;
    std::int64_t offered = 0;
    while (!stop.stop_requested()) {
        end_calls();
        const auto now = Steady::now();
        const auto most = pace_.most + ended();
        const double seconds = std::chrono::duration<double>{now - began}.count();
        const auto paced =
            pace_.per_second > 0 ? static_cast<std::int64_t>(pace_.per_second * seconds) : most;
        const auto room = std::min(paced, most) - offered;
        offer(room);
        offered += std::max<std::int64_t>(room, 0);
        start(due());
        if (now - renewed > renewal) {
            renew();
            renewed = now;
        }
        next += round_time;
        std::this_thread::sleep_until(next);
        next = std::max(next, Steady::now() - round_time);
    }
}

} // namespace hatif::load
