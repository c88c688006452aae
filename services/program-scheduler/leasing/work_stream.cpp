#include "program_scheduler/leasing/work_stream.hpp"

#include "observability/log.hpp"
#include "program_scheduler/leasing/trunk_reports.hpp"
#include "program_scheduler/limits.hpp"
#include "program_scheduler/numbers/trunk_rows.hpp"
#include "program_scheduler/numbers/trunk_wire.hpp"
#include "rpc/time.hpp"

#include <grpcpp/server_context.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <thread>
#include <utility>

namespace hatif::program_scheduler {

using base::Errc;
using base::fail;
using base::Result;
using namespace std::chrono_literals;

namespace {

/// What the worker is to know: the trunks, and which of them it registers with.
Result<program::v1::WorkResponse> settings_for(pg::Transaction& transaction,
                                               const std::string& worker,
                                               std::chrono::seconds lease_time) {
    const auto known = trunks(transaction);
    if (!known) return fail(known.error());
    std::set<base::Uuid> registrations;
    if (std::any_of(known->begin(), known->end(), [](const Trunk& it) { return it.registers; })) {
        auto own = take_registrations(transaction, worker);
        if (!own) return fail(own.error());
        registrations = *std::move(own);
    }
    program::v1::WorkResponse response;
    auto& settings = *response.mutable_settings();
    for (const Trunk& trunk : *known) {
        auto& it = *settings.add_trunks();
        to_wire(trunk, it);
        it.set_registers(trunk.registers && registrations.contains(trunk.id.value()));
    }
    rpc::set(*settings.mutable_lease_time(), lease_time);
    rpc::set(*settings.mutable_start_validity(), start_validity);
    return response;
}

} // namespace

void WorkStream::read_credits(Claimer::Seat& seat) {
    program::v1::WorkRequest request;
    while (stream_.Read(&request)) seat.offer(request.credit().attempts());
    const std::lock_guard lock{mutex_};
    gone_ = true;
    news_.notify_one();
}

void WorkStream::take(std::vector<program::v1::Lease> leases) {
    const std::lock_guard lock{mutex_};
    std::move(leases.begin(), leases.end(), std::back_inserter(leased_));
    news_.notify_one();
}

/// Once a second: the worker is marked as seen, keeps its registrations, and hears of changed
/// trunks.
Result<void> WorkStream::tell_settings() {
    const auto now = std::chrono::steady_clock::now();
    if (now - told_at_ < 1s) return {};
    told_at_ = now;
    const auto settings =
        desk_.pool.transact([&](pg::Transaction& transaction) -> Result<program::v1::WorkResponse> {
            const auto seen =
                transaction.exec("INSERT INTO workers (name, last_seen) VALUES ($1, now()) "
                                 "ON CONFLICT (name) DO UPDATE SET last_seen = now()",
                                 worker_);
            if (!seen) return fail(seen.error());
            return settings_for(transaction, worker_, desk_.lease_time);
        });
    if (!settings) return fail(settings.error());
    auto text = settings->SerializeAsString();
    if (text == told_) return {};
    if (!stream_.Write(*settings)) return fail(Errc::unavailable, "the worker is gone");
    told_ = std::move(text);
    known_trunks_.clear();
    for (const auto& trunk : settings->settings().trunks()) known_trunks_.insert(trunk.id());
    return {};
}

/// A trunk may be newer than the last word about trunks: a worker that does not know it would take
/// it for one that cannot be reached, and pass on to the next.
Result<void> WorkStream::introduce_trunks(const program::v1::WorkResponse& response) {
    const auto known = [&](const std::string& id) { return known_trunks_.contains(id); };
    const auto& leases = response.leases().leases();
    const bool all = std::all_of(leases.begin(), leases.end(), [&](const auto& lease) {
        const auto& others = lease.other_trunk_ids();
        return known(lease.trunk_id()) && std::all_of(others.begin(), others.end(), known);
    });
    if (all) return {};
    told_at_ = {};
    return tell_settings();
}

/// What has come, or nothing after a while.
std::vector<program::v1::Lease> WorkStream::wait_for_leases() {
    std::unique_lock lock{mutex_};
    news_.wait_for(lock, 200ms, [this] { return gone_ || !leased_.empty(); });
    return std::exchange(leased_, {});
}

Result<void> WorkStream::tell(std::vector<program::v1::Lease> leases) {
    program::v1::WorkResponse response;
    for (auto& lease : leases) *response.mutable_leases()->add_leases() = std::move(lease);
    auto told = introduce_trunks(response);
    if (told && !stream_.Write(response)) told = fail(Errc::unavailable, "the worker is gone");
    if (told) return {};
    const auto& untold = response.leases().leases();
    return_untold(desk_, worker_, {untold.begin(), untold.end()});
    return told;
}

bool WorkStream::is_over() {
    const std::lock_guard lock{mutex_};
    return gone_ || stopping_;
}

/// One round.
Result<void> WorkStream::tell_what_comes() {
    if (auto told = tell_settings(); !told) return told;
    auto leases = wait_for_leases();
    if (leases.empty()) return {};
    return tell(std::move(leases));
}

Result<void> WorkStream::serve(grpc::ServerContext& context) {
    program::v1::WorkRequest hello;
    if (!stream_.Read(&hello) || hello.hello().worker().empty()) {
        return fail(Errc::invalid, "the first message must be Hello with the worker's name");
    }
    worker_ = hello.hello().worker();
    observability::log_info("worker came", {{"worker", worker_}});
    {
        Claimer::Seat seat{claimer_, worker_, [this](auto leases) { take(std::move(leases)); }};
        const std::jthread reader{[&] { read_credits(seat); }};
        while (!is_over()) {
            const auto told = tell_what_comes();
            if (told) continue;
            observability::log_warning("leasing failed",
                                       {{"worker", worker_}, {"why", told.error().what}});
            std::this_thread::sleep_for(500ms);
        }
        observability::log_info("worker went", {{"worker", worker_}});
        context.TryCancel();
    }
    return_untold(desk_, worker_, leased_);
    return {};
}

} // namespace hatif::program_scheduler
