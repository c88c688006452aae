#include "reporting/sweeper.hpp"

#include "reporting/recording_retention.hpp"

#include "rpc/status.hpp"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace hatif::reporting {

using base::fail;
using base::Result;
using namespace std::chrono_literals;

namespace {

constexpr auto every = 5min;
constexpr auto patience = 2s;
constexpr std::int64_t batch_of_reports = 500; // some tens of milliseconds
constexpr std::int64_t batch_of_recordings = 200;
// Longer than any call lasts, and than a worker that comes back takes to tell of what it left.
constexpr auto recording_is_lost_after = 24h;
constexpr auto deleted_are_remembered = 24h * 30; // longer than an event can be delivered again

} // namespace

Sweeper::Sweeper(const std::shared_ptr<grpc::Channel>& gateway,
                 const rpc::ServiceIdentity& identity,
                 pg::Pool& pool,
                 objects::ObjectStore& objects,
                 const base::Clock& clock,
                 observability::Metrics& metrics,
                 Complaint complain)
    : gateway_{gateway::v1::OrganizationLookupService::NewStub(gateway)}, identity_{identity},
      pool_{pool}, objects_{objects}, clock_{clock},
      deleted_reports_{metrics.counter("hatif_reporting_deleted_reports_total",
                                       "Call reports deleted by the organizations' retention.")},
      deleted_recordings_{metrics.counter("hatif_reporting_deleted_recordings_total",
                                          "Recordings deleted by the organizations' retention.")},
      lost_recordings_{metrics.counter("hatif_reporting_lost_recordings_total",
                                       "Recordings of which the end was never told.")},
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
        if (const auto tidy = tidy_recordings(); !tidy) {
            complain_("recordings are not tidied: " + tidy.error().what);
        }
        if (const auto swept = sweep(); !swept) {
            complain_("nothing is deleted for its age: " + swept.error().what);
        }
        std::unique_lock lock{mutex_};
        ended_.wait_for(lock, every, [this] { return ends_.load(); });
    }
}

Result<Sweeper::Kept> Sweeper::ask() {
    grpc::ClientContext context;
    identity_.prepare(context, patience);
    context.set_wait_for_ready(true); // all services start at once
    gateway::v1::ListRetentionResponse answer;
    const auto status = gateway_->ListRetention(&context, {}, &answer);
    if (!status.ok()) return fail(rpc::from_status(status));
    Kept kept;
    for (const auto& it : answer.data()) {
        const auto organization = base::Uuid::parse(it.organization_id());
        if (!organization) continue;
        const auto keep = [&](Retentions& to, std::uint32_t days) {
            if (days > 0) to.emplace(*organization, static_cast<std::int32_t>(days));
        };
        keep(kept.reports, it.call_reports_days());
        keep(kept.recordings, it.recordings_days());
    }
    return kept;
}

base::Instant Sweeper::end_of(std::int32_t days) const {
    return clock_.now() - std::chrono::hours{24} * days;
}

Result<void> Sweeper::sweep() {
    const auto kept = ask();
    if (!kept) return fail(kept.error());
    const auto written = pool_.transact(
        [&](pg::Transaction& transaction) { return write_retentions(transaction, kept->reports); });
    if (!written) return fail(written.error());
    if (auto swept = sweep_recordings(kept->recordings); !swept) return swept;
    return sweep_reports(kept->reports);
}

Result<void> Sweeper::sweep_reports(const Retentions& kept) {
    for (const auto& [organization, days] : kept) {
        const auto batch = [&, before = end_of(days), of = organization](auto& transaction) {
            return delete_reports(transaction, of, before, batch_of_reports);
        };
        if (auto swept = drain(counted(deleted_reports_, batch)); !swept) return swept;
    }
    return {};
}

Result<void> Sweeper::sweep_recordings(const Retentions& kept) {
    for (const auto& [organization, days] : kept) {
        const auto batch = [&, before = end_of(days), of = organization](auto& transaction) {
            return expire_recordings(transaction, of, before, clock_.now(), batch_of_recordings);
        };
        if (auto swept = drain(counted(deleted_recordings_, batch)); !swept) return swept;
    }
    return tidy_recordings();
}

Result<void> Sweeper::tidy_recordings() {
    const auto now = clock_.now();
    const auto lost = pool_.transact([&](pg::Transaction& transaction) {
        return give_up_recordings(transaction, now - recording_is_lost_after);
    });
    if (!lost) return fail(lost.error());
    lost_recordings_.add(static_cast<double>(*lost));
    std::vector<base::Uuid> refused;
    auto removed = drain([&](pg::Transaction& transaction) {
        return remove_objects(transaction, objects_, batch_of_recordings, refused);
    });
    if (!removed) return removed;
    if (!refused.empty()) {
        complain_("the store refuses to remove deleted recordings, the next round tries again: " +
                  std::to_string(refused.size()) + ", " + refused.front().to_string() + " first");
    }
    return pool_.transact([&](pg::Transaction& transaction) {
        return forget_deleted(transaction, now - deleted_are_remembered);
    });
}

Sweeper::Batch Sweeper::counted(observability::Counter& counter, Batch batch) {
    return [&counter, batch = std::move(batch)](auto& transaction) -> Result<std::int64_t> {
        auto done = batch(transaction);
        if (done) counter.add(static_cast<double>(*done));
        return done;
    };
}

Result<void> Sweeper::drain(const Batch& batch) {
    while (!ends_) {
        const auto done = pool_.transact(batch);
        if (!done) return fail(done.error());
        if (*done == 0) return {};
    }
    return {};
}

} // namespace hatif::reporting
