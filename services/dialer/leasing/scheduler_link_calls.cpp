#include "dialer/leasing/scheduler_link.hpp"

#include "base/clock.hpp"
#include "dialer/leasing/trunk_wire.hpp"
#include "dialer/leasing/wire.hpp"
#include "observability/log.hpp"
#include "rpc/status.hpp"

#include <algorithm>

namespace hatif::dialer {

using namespace std::chrono_literals;

namespace {

constexpr auto admit_patience = 1500ms; // of one replica; then another one is asked
constexpr auto report_patience = 3s;

/// None of it was.
told::Spoke unspoken(Speech speech, std::string why) {
    told::Spoke it{std::move(speech), {}};
    const flow::Fault fault{"voice_unavailable", std::move(why)};
    it.results.assign(it.speech.utterances.size(), tl::unexpected{fault});
    return it;
}

} // namespace

void SchedulerLink::ask_elsewhere(const AttemptRef& ref, const std::string& trunk) {
    if (!elsewhere_.put({ref, trunk})) tell_(told::ElsewhereAnswered{ref, trunk, std::nullopt, {}});
}

void SchedulerLink::admit(const Visit& visit) {
    if (visits_.put(visit)) return;
    tell_(told::Admitted{visit.call, base::fail(base::Errc::unavailable, "too many calls come")});
}

void SchedulerLink::report(std::vector<TrunkReport> trunks) {
    (void)reports_.put(std::move(trunks)); // the next one says it again
}

base::Result<program::v1::AdmitInboundResponse>
SchedulerLink::ask(const program::v1::AdmitInboundRequest& it, std::chrono::milliseconds patience) {
    const auto replica = replicas_.now();
    grpc::ClientContext context;
    replicas_.prepare(context, patience);
    program::v1::AdmitInboundResponse response;
    const auto status = replica.stub.AdmitInbound(&context, it, &response);
    if (status.ok()) return response;
    if (may_pass(status)) replicas_.give_up(replica.place);
    return base::fail(rpc::from_status(status));
}

/// Asked again, the scheduler says of a call what it said before: who is not answered may go on.
base::Result<std::variant<Lease, int>> SchedulerLink::admission_of(const Visit& visit) {
    program::v1::AdmitInboundRequest request;
    request.set_worker(worker_);
    request.set_call_id(visit.call_id);
    request.set_trunk_id(visit.trunk);
    request.set_to(visit.to);
    request.set_from(visit.from);
    base::Result<program::v1::AdmitInboundResponse> response =
        base::fail(base::Errc::unavailable, "the scheduler was not asked in time");
    for (std::size_t i = 0; i < replicas_.count() && !response; ++i) {
        const auto left = std::chrono::floor<std::chrono::milliseconds>(
            visit.until - std::chrono::steady_clock::now());
        if (left <= 0ms) break;
        response = ask(request, std::min<std::chrono::milliseconds>(admit_patience, left));
    }
    if (!response) return base::fail(response.error());
    if (!response->has_lease()) return static_cast<int>(response->sip_code());
    auto lease =
        from_wire(response->lease(), base::SystemClock{}.now(), std::chrono::steady_clock::now());
    if (!lease) return base::fail(lease.error());
    return std::move(*lease);
}

void SchedulerLink::admit_all() {
    while (const auto visit = visits_.wait_one()) {
        tell_(told::Admitted{visit->call, admission_of(*visit)});
    }
}

void SchedulerLink::speak(Speech speech) {
    auto& queue = speech.ahead ? speeches_ahead_ : speeches_;
    if (queue.put(speech) || speech.ahead) return; // what is ahead of its time may be forgotten
    tell_(unspoken(std::move(speech), "too many texts wait to be spoken"));
}

/// What is spoken twice is fetched once, so long as someone plays it. What nobody waits for any
/// more would only keep the others waiting.
void SchedulerLink::speak_all(base::BoundedQueue<Speech>& queue) {
    Library library{replicas_};
    while (auto speech = queue.wait_one()) {
        if (std::chrono::steady_clock::now() >= speech->until) {
            tell_(unspoken(*std::move(speech), "it was not spoken in time"));
            continue;
        }
        auto results = library.speak(*speech);
        tell_(told::Spoke{*std::move(speech), std::move(results)});
    }
}

void SchedulerLink::report_all() {
    while (!reports_.closed()) {
        auto all = reports_.wait_all(1s);
        if (all.empty()) continue;
        const auto replica = replicas_.now();
        grpc::ClientContext context;
        replicas_.prepare(context, report_patience);
        google::protobuf::Empty nothing;
        const auto status = replica.stub.ReportTrunks(
            &context, to_wire(worker_, all.back(), base::SystemClock{}.now()), &nothing);
        if (!status.ok()) replicas_.give_up(replica.place);
    }
}

} // namespace hatif::dialer
