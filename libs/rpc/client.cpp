#include "rpc/client.hpp"

#include "base/clock.hpp"
#include "rpc/lock_graphs.hpp"
#include "rpc/metadata.hpp"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

namespace hatif::rpc {

namespace {

constexpr std::chrono::seconds signed_for{10}; // of the 60 that a signature is good for

} // namespace

std::shared_ptr<grpc::Channel> channel(const std::string& address) {
    spare_lock_graphs();
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 100);
    arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
    arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1'000);
    arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 10'000); // a frozen peer is noticed in 13 s
    arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 3'000);
    arguments.SetMaxReceiveMessageSize(64 << 20);
    return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

ServiceIdentity::ServiceIdentity(std::string name, CallerKeys keys) : keys_{std::move(keys)} {
    self_.principal = "service:" + std::move(name);
}

std::string ServiceIdentity::signed_self() const {
    const auto now = base::SystemClock{}.now();
    const std::lock_guard lock{signature_->mutex};
    // Also when the clock was set back: what is signed for the future is void later, not sooner.
    if (now < signature_->at || now >= signature_->at + signed_for) {
        signature_->text = keys_.sign(self_, now);
        signature_->at = now;
    }
    return signature_->text;
}

void ServiceIdentity::prepare(grpc::ClientContext& context) const {
    context.AddMetadata(caller_key, signed_self());
}

void ServiceIdentity::prepare(grpc::ClientContext& context,
                              std::chrono::milliseconds deadline) const {
    prepare(context);
    context.set_deadline(std::chrono::system_clock::now() + deadline);
}

} // namespace hatif::rpc
