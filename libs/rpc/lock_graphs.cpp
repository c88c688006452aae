#include "rpc/lock_graphs.hpp"

#include <absl/synchronization/mutex.h>

namespace hatif::rpc {

void spare_lock_graphs() {
    absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
}

} // namespace hatif::rpc
