#pragma once

#include "base/clock.hpp"
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
/// answered acts. Any number of replicas may do so at once.
class Sweeper {
public:
    using Complaint = std::function<void(const std::string&)>;

    Sweeper(const std::shared_ptr<grpc::Channel>& gateway,
            const rpc::ServiceIdentity& identity,
            pg::Pool& pool,
            const base::Clock& clock,
            observability::Metrics& metrics,
            Complaint complain);
    ~Sweeper();
    Sweeper(const Sweeper&) = delete;
    Sweeper& operator=(const Sweeper&) = delete;

private:
    void work();
    base::Result<void> sweep();
    base::Result<Retentions> ask();
    base::Result<void> sweep(const base::Uuid& organization, base::Instant before);

    const std::unique_ptr<gateway::v1::OrganizationLookupService::Stub> gateway_;
    const rpc::ServiceIdentity& identity_;
    pg::Pool& pool_;
    const base::Clock& clock_;
    observability::Counter deleted_;
    const Complaint complain_;
    std::mutex mutex_;
    std::condition_variable ended_;
    std::atomic<bool> ends_ = false;
    std::thread thread_; // last: it uses all of the above
};

} // namespace hatif::reporting
