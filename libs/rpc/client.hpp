#pragma once

#include "rpc/caller.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace grpc {
class Channel;
class ClientContext;
} // namespace grpc

namespace hatif::rpc {

/// A channel to one address, kept alive and reconnected by gRPC itself (within a second).
std::shared_ptr<grpc::Channel> channel(const std::string& address);

/// A service that calls others: signs as "service:<name>".
class ServiceIdentity {
public:
    ServiceIdentity(std::string name, CallerKeys keys);

    /// Puts the signed caller and the deadline onto a call.
    void prepare(grpc::ClientContext& context, std::chrono::milliseconds deadline) const;

    /// The signed caller alone, for a stream without a deadline.
    void prepare(grpc::ClientContext& context) const;

private:
    Caller self_;
    CallerKeys keys_;
};

} // namespace hatif::rpc
