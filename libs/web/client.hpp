#pragma once

#include "base/result.hpp"
#include "web/message.hpp"

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

/// HTTP requests to servers that are not ours.
namespace hatif::web {

/// Which addresses may be reached. Judged on the address that is connected to, not on the name: no
/// name, whatever it resolves to the second time, leads into our own network.
struct Reach {
    /// Every address. Else public ones only: not this machine, private (RFC 1918, RFC 4193),
    /// link-local, carrier's (RFC 6598), multicast, documentation or IPv4-mapped ones.
    bool private_networks = false;
    /// These besides, as "10.1.0.0/16", "fd00::/8" or a single address.
    std::vector<std::string> allowed{};
};

/// Whom to believe over TLS.
struct Trust {
    std::string ca_file{}; ///< PEM; certificates that are trusted besides the machine's; may be ""
};

/// Sends requests and waits for their answers: HTTP/1.1, http and https alone, certificates
/// checked, no redirects, no cookies, no proxies of the environment. Connections are kept for the
/// next request. Any thread; each request that is under way at once has a connection of its own.
class Client {
public:
    /// Throws std::runtime_error when an allowed network is none, or the CA's file is not there.
    explicit Client(Reach reach, Trust trust = {});
    /// No request may be under way.
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// The answer, whatever its status. Fails with `unavailable` and a reason: `request_timeout`,
    /// `request_failed` (no connection, broken off, a wrong certificate), `request_refused` (the
    /// address or the URL is not allowed), `answer_too_large`, `request_cancelled` (at once when
    /// `stop` says so). No error text has more of the URL than its host.
    base::Result<Response> send(const Request& request, std::stop_token stop = {});

private:
    class Pool;
    std::unique_ptr<Pool> pool_;
};

} // namespace hatif::web
