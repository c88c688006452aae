#pragma once

#include "base/clock.hpp"
#include "objects/object_store.hpp"
#include "observability/metrics.hpp"
#include "pg/pool.hpp"
#include "reporting/retention.hpp"
#include "rpc/client.hpp"

#include <hatif/gateway/v1/organization_lookup_service.grpc.pb.h>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace hatif::reporting {

/// Deletes what organizations no longer keep, on a thread of its own from construction to
/// destruction: every few minutes it asks the gateway how long that is, and only what was just
/// answered acts. Tidies recordings besides. Any number of replicas may do so at once.
class Sweeper {
public:
    using Complaint = std::function<void(const std::string&)>;

    Sweeper(const std::shared_ptr<grpc::Channel>& gateway,
            const rpc::ServiceIdentity& identity,
            pg::Pool& pool,
            objects::ObjectStore& objects,
            const base::Clock& clock,
            observability::Metrics& metrics,
            Complaint complain);
    ~Sweeper();
    Sweeper(const Sweeper&) = delete;
    Sweeper& operator=(const Sweeper&) = delete;

private:
    /// Both kinds, as the gateway says them now.
    struct Kept {
        Retentions reports;
        Retentions recordings;
    };

    void work();
    base::Result<void> sweep();
    base::Result<Kept> ask();
    base::Result<void> sweep_reports(const Retentions& kept);
    base::Result<void> sweep_recordings(const Retentions& kept);
    /// Recordings of which nothing more was heard, and what deleted ones left.
    base::Result<void> tidy_recordings();
    /// Does it batch by batch, in a transaction each, until it answers that nothing was left.
    using Batch = std::function<base::Result<std::int64_t>(pg::Transaction&)>;
    base::Result<void> drain(const Batch& batch);
    /// The same, counted.
    static Batch counted(observability::Counter& counter, Batch batch);
    /// The moment before which nothing is kept.
    base::Instant end_of(std::int32_t days) const;

    const std::unique_ptr<gateway::v1::OrganizationLookupService::Stub> gateway_;
    const rpc::ServiceIdentity& identity_;
    pg::Pool& pool_;
    objects::ObjectStore& objects_;
    const base::Clock& clock_;
    observability::Counter deleted_reports_;
    observability::Counter deleted_recordings_;
    observability::Counter lost_recordings_;
    const Complaint complain_;
    std::mutex mutex_;
    std::condition_variable ended_;
    std::atomic<bool> ends_ = false;
    std::thread thread_; // last: it uses all of the above
};

} // namespace hatif::reporting
