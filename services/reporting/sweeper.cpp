#include "reporting/sweeper.hpp"

#include "rpc/status.hpp"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <chrono>
#include <utility>

namespace hatif::reporting {

using base::fail;
using base::Result;
using namespace std::chrono_literals;

namespace {

constexpr auto every = 5min;
constexpr auto patience = 2s;
constexpr std::int64_t batch_of_reports = 500; // some tens of milliseconds

} // namespace

Sweeper::Sweeper(const std::shared_ptr<grpc::Channel>& gateway,
                 const rpc::ServiceIdentity& identity,
                 pg::Pool& pool,
                 const base::Clock& clock,
                 observability::Metrics& metrics,
                 Complaint complain)
    : gateway_{gateway::v1::OrganizationLookupService::NewStub(gateway)}, identity_{identity},
      pool_{pool}, clock_{clock}, deleted_{metrics.counter(
                                      "hatif_reporting_deleted_reports_total",
                                      "Call reports deleted by the organizations' retention.")},
      complain_{std::move(complain)}, thread_{[this] { work(); }} {}

Sweeper::~Sweeper() {
    {
        const std::lock_guard lock{mutex_};
        ends_ = true;
    }
    ended_.notify_all();
    thread_.join();
}

void Sweeper::work() {
    while (!ends_) {
        if (const auto swept = sweep(); !swept) {
            complain_("no reports are deleted: " + swept.error().what);
        }
        std::unique_lock lock{mutex_};
        ended_.wait_for(lock, every, [this] { return ends_.load(); });
    }
}

Result<Retentions> Sweeper::ask() {
    grpc::ClientContext context;
    identity_.prepare(context, patience);
    context.set_wait_for_ready(true); // all services start at once
    gateway::v1::ListRetentionResponse answer;
    const auto status = gateway_->ListRetention(&context, {}, &answer);
    if (!status.ok()) return fail(rpc::from_status(status));
    Retentions retentions;
    for (const auto& it : answer.data()) {
        const auto organization = base::Uuid::parse(it.organization_id());
        if (!organization || it.call_reports_days() == 0) continue;
        retentions.emplace(*organization, static_cast<std::int32_t>(it.call_reports_days()));
    }
    return retentions;
}

Result<void> Sweeper::sweep() {
    const auto retentions = ask();
    if (!retentions) return fail(retentions.error());
    const auto kept = pool_.transact(
        [&](pg::Transaction& transaction) { return write_retentions(transaction, *retentions); });
    if (!kept) return fail(kept.error());
    for (const auto& [organization, days] : *retentions) {
        const auto before = clock_.now() - std::chrono::hours{24} * days;
        if (const auto swept = sweep(organization, before); !swept) return swept;
    }
    return {};
}

Result<void> Sweeper::sweep(const base::Uuid& organization, base::Instant before) {
    while (!ends_) {
        const auto gone = pool_.transact([&](pg::Transaction& transaction) {
            return delete_reports(transaction, organization, before, batch_of_reports);
        });
        if (!gone) return fail(gone.error());
        if (*gone == 0) return {};
        deleted_.add(static_cast<double>(*gone));
    }
    return {};
}

} // namespace hatif::reporting
