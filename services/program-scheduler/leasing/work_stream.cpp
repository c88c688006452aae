#include "program_scheduler/leasing/work_stream.hpp"

#include "observability/log.hpp"
#include "program_scheduler/leasing/changes.hpp"
#include "program_scheduler/leasing/claim.hpp"
#include "program_scheduler/leasing/trunk_reports.hpp"
#include "program_scheduler/limits.hpp"
#include "program_scheduler/numbers/trunk_rows.hpp"
#include "program_scheduler/numbers/trunk_wire.hpp"
#include "rpc/time.hpp"

#include <grpcpp/server_context.h>

#include <algorithm>
#include <set>
#include <thread>

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

/// Leases that could not be told to their worker.
program::v1::NotDialledRequest untold(const std::string& worker,
                                      const std::vector<program::v1::Lease>& leases) {
    program::v1::NotDialledRequest request;
    request.set_worker(worker);
    for (const auto& lease : leases) {
        auto& item = *request.add_attempts();
        item.mutable_attempt()->set_attempt_id(lease.attempt_id());
        item.mutable_attempt()->set_epoch(lease.epoch());
        item.set_reason("worker_gone");
    }
    return request;
}

} // namespace

void WorkStream::read_credits() {
    program::v1::WorkRequest request;
    while (stream_.Read(&request)) {
        const std::lock_guard lock{mutex_};
        credits_ += request.credit().attempts();
        news_.notify_one();
    }
    const std::lock_guard lock{mutex_};
    gone_ = true;
    news_.notify_one();
}

void WorkStream::pause(std::chrono::milliseconds at_most) {
    std::unique_lock lock{mutex_};
    news_.wait_for(lock, at_most, [&] { return gone_; });
}

/// Once a second: the worker is marked as seen, keeps its registrations, and hears of changed
/// trunks.
Result<void> WorkStream::tell_settings() {
    const auto now = std::chrono::steady_clock::now();
    if (now - told_at_ < 1s) return {};
    told_at_ = now;
    const auto settings =
        pool_.transact([&](pg::Transaction& transaction) -> Result<program::v1::WorkResponse> {
            const auto seen =
                transaction.exec("INSERT INTO workers (name, last_seen) VALUES ($1, now()) "
                                 "ON CONFLICT (name) DO UPDATE SET last_seen = now()",
                                 worker_);
            if (!seen) return fail(seen.error());
            return settings_for(transaction, worker_, lease_time_);
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
Result<void> WorkStream::introduce_trunks(const std::vector<program::v1::Lease>& leases) {
    const auto known = [&](const std::string& id) { return known_trunks_.contains(id); };
    const bool all = std::all_of(leases.begin(), leases.end(), [&](const auto& lease) {
        const auto& others = lease.other_trunk_ids();
        return known(lease.trunk_id()) && std::all_of(others.begin(), others.end(), known);
    });
    if (all) return {};
    told_at_ = {};
    return tell_settings();
}

/// Answers whether anything was leased.
Result<bool> WorkStream::lease_some() {
    std::int64_t room = 0;
    {
        const std::lock_guard lock{mutex_};
        room = credits_;
    }
    if (room <= 0) return false;
    const auto claimed = claim(pool_, worker_, room, lease_time_);
    if (!claimed) return fail(claimed.error());
    if (claimed->empty()) return false;
    auto leases = briefing_.brief(*claimed);
    if (!leases) return fail(leases.error());
    if (leases->empty()) return true;
    const auto introduced = introduce_trunks(*leases);
    program::v1::WorkResponse response;
    for (const auto& lease : *leases) *response.mutable_leases()->add_leases() = lease;
    if (!introduced || !stream_.Write(response)) {
        (void)not_dialled(pool_, untold(worker_, *leases)); // else they run out by themselves
        if (!introduced) return fail(introduced.error());
        return fail(Errc::unavailable, "the worker is gone");
    }
    const std::lock_guard lock{mutex_};
    credits_ -= static_cast<std::int64_t>(leases->size());
    return true;
}

Result<void> WorkStream::serve(grpc::ServerContext& context) {
    program::v1::WorkRequest hello;
    if (!stream_.Read(&hello) || hello.hello().worker().empty()) {
        return fail(Errc::invalid, "the first message must be Hello with the worker's name");
    }
    worker_ = hello.hello().worker();
    observability::log_info("worker came", {{"worker", worker_}});
    const std::jthread reader{[this] { read_credits(); }};
    while (!stopping_) {
        {
            const std::lock_guard lock{mutex_};
            if (gone_) break;
        }
        const auto told = tell_settings();
        const auto leased = told ? lease_some() : Result<bool>{fail(told.error())};
        if (!leased) {
            observability::log_warning("leasing failed",
                                       {{"worker", worker_}, {"why", leased.error().what}});
            pause(500ms);
        } else {
            pause(*leased ? 10ms : 50ms);
        }
    }
    observability::log_info("worker went", {{"worker", worker_}});
    context.TryCancel();
    return {};
}

} // namespace hatif::program_scheduler
