#include "rpc/client.hpp"

#include "base/clock.hpp"
#include "rpc/metadata.hpp"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

namespace hatif::rpc {

std::shared_ptr<grpc::Channel> channel(const std::string& address) {
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

void ServiceIdentity::prepare(grpc::ClientContext& context) const {
    context.AddMetadata(caller_key, keys_.sign(self_, base::SystemClock{}.now()));
}

void ServiceIdentity::prepare(grpc::ClientContext& context,
                              std::chrono::milliseconds deadline) const {
    prepare(context);
    context.set_deadline(std::chrono::system_clock::now() + deadline);
}

} // namespace hatif::rpc
