#include "dialer/leasing/scheduler_link.hpp"

#include "base/clock.hpp"
#include "dialer/leasing/trunk_wire.hpp"
#include "dialer/leasing/wire.hpp"
#include "observability/log.hpp"
#include "rpc/status.hpp"

namespace hatif::dialer {

using namespace std::chrono_literals;

namespace {

constexpr auto admit_patience = 3s; // nobody lets a caller wait longer without a tone
constexpr auto report_patience = 3s;

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

base::Result<std::variant<Lease, int>> SchedulerLink::lease_for(const Visit& visit) {
    program::v1::AdmitInboundRequest request;
    request.set_worker(worker_);
    request.set_call_id(visit.call_id);
    request.set_trunk_id(visit.trunk);
    request.set_to(visit.to);
    request.set_from(visit.from);
    const auto replica = replicas_.now();
    grpc::ClientContext context;
    replicas_.prepare(context, admit_patience);
    program::v1::AdmitInboundResponse response;
    const auto status = replica.stub.AdmitInbound(&context, request, &response);
    if (!status.ok()) {
        if (may_pass(status)) replicas_.give_up(replica.place);
        return base::fail(rpc::from_status(status));
    }
    if (!response.has_lease()) return static_cast<int>(response.sip_code());
    auto lease =
        from_wire(response.lease(), base::SystemClock{}.now(), std::chrono::steady_clock::now());
    if (!lease) return base::fail(lease.error());
    return std::move(*lease);
}

void SchedulerLink::admit_all() {
    while (!visits_.closed()) {
        for (const auto& it : visits_.wait_all(1s)) tell_(told::Admitted{it.call, lease_for(it)});
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
