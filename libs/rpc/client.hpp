#pragma once

#include "rpc/caller.hpp"

#include <chrono>
#include <memory>
#include <mutex>
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
    std::string signed_self() const;

    /// Signed once in a while, not for each call: that was a quarter of what a small one costs.
    struct Signature {
        std::mutex mutex;
        std::string text;
        base::Instant at{};
    };

    Caller self_;
    CallerKeys keys_;
    std::shared_ptr<Signature> signature_ = std::make_shared<Signature>();
};

} // namespace hatif::rpc
