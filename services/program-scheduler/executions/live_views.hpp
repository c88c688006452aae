#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "pg/pool.hpp"

#include <grpcpp/server_context.h>
#include <grpcpp/support/sync_stream.h>
#include <hatif/program/v1/execution_service.pb.h>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

namespace hatif::program_scheduler {

/// Executions as they change, for those who watch: however many watch one at this replica, it is
/// read every half second, once.
class LiveViews {
public:
    using Stream = grpc::ServerWriterInterface<program::v1::Execution>;

    explicit LiveViews(pg::Pool& pool) : pool_{pool} {}

    /// Tells the state now, and again whenever another one is found, until nothing will change any
    /// more or the watcher has gone. EXECUTION_NOT_FOUND; `unavailable` when too many watch.
    grpc::Status watch(const base::OrganizationId& organization,
                       const base::ExecutionId& execution,
                       const grpc::ServerContext& context,
                       Stream& stream);

private:
    class View;
    using Key = std::pair<base::OrganizationId, base::ExecutionId>;

    std::shared_ptr<View> open(const Key& key);

    pg::Pool& pool_;
    std::mutex mutex_;
    std::map<Key, std::weak_ptr<View>> views_; ///< guarded by mutex_
    std::atomic<int> watchers_{0};
};

} // namespace hatif::program_scheduler
