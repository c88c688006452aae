#pragma once

#include "hatif/program/v1/lease_service.grpc.pb.h"
#include "rpc/client.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace hatif::dialer {

using LeaseService = program::v1::LeaseService;

/// The scheduler's replicas. One is talked to; when it does not answer, the next one is. Every rpc
/// may go to any of them. Threads: any.
class Replicas {
public:
    Replicas(const std::vector<std::string>& addresses, rpc::ServiceIdentity identity);

    struct Use {
        std::size_t place;
        LeaseService::Stub& stub;
    };
    Use now() const;

    /// The one at this place did not answer.
    void give_up(std::size_t place);

    std::size_t count() const { return stubs_.size(); }

    void prepare(grpc::ClientContext& context) const { identity_.prepare(context); }
    void prepare(grpc::ClientContext& context, std::chrono::milliseconds deadline) const {
        identity_.prepare(context, deadline);
    }

private:
    std::vector<std::unique_ptr<LeaseService::Stub>> stubs_;
    rpc::ServiceIdentity identity_;
    std::atomic<std::size_t> now_{0};
};

/// True when the same call may succeed at another replica, or later.
bool may_pass(const grpc::Status& status);

} // namespace hatif::dialer
