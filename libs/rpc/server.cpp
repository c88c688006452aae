#include "rpc/server.hpp"

#include "rpc/lock_graphs.hpp"

#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <stdexcept>

namespace hatif::rpc {

Server::Server(const std::string& listen, const std::vector<grpc::Service*>& services) {
    spare_lock_graphs();
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort(listen, grpc::InsecureServerCredentials(), &port);
    builder.SetMaxReceiveMessageSize(64 << 20);
    builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 5'000);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
    // A client that froze, or whose network is cut, loses its streams within 8 s.
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 5'000);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 3'000);
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    for (auto* service : services) builder.RegisterService(service);
    server_ = builder.BuildAndStart();
    if (!server_ || port == 0) throw std::runtime_error{"gRPC cannot listen on " + listen};
}

Server::~Server() {
    stop(std::chrono::milliseconds{0});
}

void Server::stop(std::chrono::milliseconds patience) {
    if (!server_) return;
    server_->Shutdown(std::chrono::system_clock::now() + patience);
    server_->Wait();
}

} // namespace hatif::rpc
