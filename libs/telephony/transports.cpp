#include "telephony/transports_impl.hpp"

#include "telephony/calls_impl.hpp"
#include "telephony/tls_folder.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace hatif::telephony {

namespace {

constexpr unsigned ping_every_ms = 30'000; // RFC 5626, 3.5.1
constexpr unsigned pong_within_ms = 10'000;
constexpr unsigned rest_of_message_within_ms = 30'000;
constexpr unsigned most_queued = 1'024; // requests, while a connection is made
constexpr unsigned longest_chain = 5;

/// A TCP port that nobody uses at the moment, for a transport that nobody is to call.
std::uint16_t free_tcp_port(const std::string& address) {
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(read_address(address).value_or(INADDR_LOOPBACK));
    socklen_t size = sizeof name;
    auto* const any = reinterpret_cast<sockaddr*>(&name);
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool bound = bind(fd, any, size) == 0 && getsockname(fd, any, &size) == 0;
    close(fd);
    return bound ? ntohs(name.sin_port) : std::uint16_t{0};
}

} // namespace

std::optional<std::string> Transports::open_for(const Trunk& trunk) {
    if (trunk.transport == Transport::udp) return udp_ident;
    if (trunk.transport == Transport::tcp) {
        if (!tcp_) tcp_ = open_tcp();
        return *tcp_;
    }
    const std::pair key{trunk.host, trunk.ca};
    const auto known = tls_.find(key);
    if (known != tls_.end()) return known->second;
    auto opened = open_tls(trunk);
    return tls_.emplace(key, std::move(opened)).first->second;
}

std::optional<std::string> Transports::open_tcp() {
    const auto& [address, port] = std::tie(shared_.config.address, shared_.config.port);
    const auto url = "sip:" + address + ':' + std::to_string(port) + ";transport=tcp";
    const std::string ident = "tcp";
    if (nta_agent_add_tport(shared_.agent.get(), as_url(url), TPTAG_IDENT(ident.c_str()),
                            TPTAG_KEEPALIVE(ping_every_ms), TPTAG_PINGPONG(pong_within_ms),
                            TPTAG_PONG2PING(1), TPTAG_TIMEOUT(rest_of_message_within_ms),
                            TPTAG_QUEUESIZE(most_queued), TAG_END()) != 0) {
        say("cannot listen for SIP on " + url);
        return std::nullopt;
    }
    shared_.filter->guard_listener(address, port);
    return ident;
}

std::optional<std::string> Transports::open_tls(const Trunk& trunk) {
    const auto& config = shared_.config;
    const bool listens = tls_.empty() && !config.certificate_folder.empty();
    const auto port = listens ? tls_port(config) : free_tcp_port(config.address);
    const auto url = "sips:" + config.address + ':' + std::to_string(port) + ";transport=tls";
    const auto ident = "tls-" + std::to_string(tls_.size() + 1);
    try {
        const TlsFolder folder{config.certificate_folder, trunk.ca};
        if (nta_agent_add_tport(
                shared_.agent.get(), as_url(url), TPTAG_IDENT(ident.c_str()),
                TPTAG_CERTIFICATE(folder.path().c_str()),
                TPTAG_TLS_VERIFY_POLICY(TPTLS_VERIFY_OUT | TPTLS_VERIFY_SUBJECTS_OUT),
                TPTAG_TLS_VERIFY_DEPTH(longest_chain),
                // What waits for a handshake that fails would hear of it after 32 s only.
                TPTAG_SDWN_ERROR(1), TPTAG_TIMEOUT(rest_of_message_within_ms),
                TPTAG_QUEUESIZE(most_queued), TAG_END()) != 0) {
            say("cannot open TLS for " + trunk.host + " on " + url);
            return std::nullopt;
        }
        shared_.filter->guard_listener(config.address, port);
    } catch (const std::runtime_error& error) {
        say(std::string{"cannot open TLS for "} + trunk.host + ": " + error.what());
        return std::nullopt;
    }
    return ident;
}

void Transports::say(const std::string& what) const {
    if (shared_.config.log) shared_.config.log(what);
}

} // namespace hatif::telephony
