#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace grpc {
class Server;
class Service;
} // namespace grpc

namespace hatif::rpc {

/// A gRPC server on one address ("127.0.0.1:20082"). Throws when it cannot listen: a start-up
/// error.
class Server {
public:
    Server(const std::string& listen, const std::vector<grpc::Service*>& services);
    ~Server();

    /// Takes no new calls, and gives those that run this long to end.
    void stop(std::chrono::milliseconds patience);

private:
    std::unique_ptr<grpc::Server> server_;
};

} // namespace hatif::rpc
