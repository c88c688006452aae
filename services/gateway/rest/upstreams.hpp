#pragma once

#include "base/result.hpp"
#include "gateway/rest/binding.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace grpc {
class Channel;
class ClientContext;
} // namespace grpc

namespace hatif::gateway {

/// May it be a value of gRPC's metadata? Letters, digits and signs of ASCII, and spaces.
bool is_printable(std::string_view text);

/// What travels with a call besides its request.
struct Onward {
    std::string caller; ///< signed
    std::string idempotency_key;
    std::string range{}; ///< a Range header, word for word

    void put_onto(grpc::ClientContext& context, std::chrono::milliseconds deadline) const;
};

/// The services behind the gateway: any unary rpc of a linked contract is called by its descriptor.
class Upstreams {
public:
    using Answer = base::Result<std::unique_ptr<pb::Message>>;
    using Callback = std::function<void(Answer)>;

    /// By proto package: "hatif.contact.v1" -> "127.0.0.1:20082".
    explicit Upstreams(const std::map<std::string, std::string>& addresses);
    /// Waits until every call has ended; all of them have deadlines.
    ~Upstreams();

    /// Calls back once, from a thread of gRPC's.
    void call(const Binding& binding,
              const Onward& onward,
              std::unique_ptr<pb::Message> request,
              Callback callback);

    /// For calls of another shape: keep it until the call has ended.
    std::shared_ptr<void> begin();
    /// The channel to the service that owns the rpc.
    std::shared_ptr<grpc::Channel> channel_of(const pb::MethodDescriptor& rpc) const;

private:
    std::map<std::string, std::shared_ptr<grpc::Channel>> channels_; // by package
    std::mutex mutex_;
    std::condition_variable quiet_;
    std::size_t running_ = 0;
};

/// An upstream's refusal as our error, its own troubles logged under the request's id.
base::Error error_of_upstream(base::Error error, const Binding& binding);

} // namespace hatif::gateway
