#pragma once

#include "base/result.hpp"
#include "telephony/trunk.hpp"
#include "telephony/trunk_targets.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace hatif::telephony {

/// What a trunk's host stands for at the moment.
struct Lookup {
    std::vector<Target> targets;        ///< at least one
    std::chrono::seconds fresh_for{60}; ///< the shortest time to live, between 30 s and an hour

    bool operator==(const Lookup&) const = default;
};

/// Names by DNS, on a thread of its own: RFC 3263 as far as a trunk with a known transport needs
/// it. With a port the host's addresses; without one its SRV records, or where there are none its
/// addresses with the transport's own port. /etc/hosts is not read; localhost is known.
class Resolver {
public:
    /// Called on the resolver's thread. unavailable: no name server answered in time; not_found:
    /// there is no such name.
    using Done = std::function<void(base::Result<Lookup>)>;

    /// Name servers as "127.0.0.1:5300"; none: the system's. Throws std::runtime_error.
    explicit Resolver(const std::vector<std::string>& servers);

    /// What is still looked for is answered with an error.
    ~Resolver();

    Resolver(const Resolver&) = delete;
    Resolver& operator=(const Resolver&) = delete;

    /// From any thread.
    void look_up(const std::string& host, std::uint16_t port, Transport transport, Done done);

    struct Core;

private:
    std::unique_ptr<Core> core_;
};

/// 5060, or 5061 over TLS.
std::uint16_t default_port(Transport transport);

/// "_sip._udp.trunk.example", by the transport.
std::string service_name(const std::string& host, Transport transport);

} // namespace hatif::telephony
