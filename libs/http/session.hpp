#pragma once

#include "http/budget.hpp"
#include "http/gate.hpp"
#include "http/server.hpp"

#include <boost/asio/ip/tcp.hpp>

namespace hatif::http {

/// What the connections of one server share; it outlives them.
struct Surroundings {
    const ServerOptions options;
    const Handler handler;
    const std::shared_ptr<Gate> gate;
    Budget bodies;      ///< bytes
    Budget connections; ///< how many
};

/// Serves one connection until it ends. `place` is its place among the connections.
void start_session(boost::asio::ip::tcp::socket socket, Share place, Surroundings& around);

} // namespace hatif::http
