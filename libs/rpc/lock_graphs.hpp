#pragma once

namespace hatif::rpc {

/// Debian builds abseil without NDEBUG: each of gRPC's locks is entered into a graph of who holds
/// what, to find deadlocks, under one lock of the whole process. From now on it is not.
void spare_lock_graphs();

} // namespace hatif::rpc
