#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace hatif::telephony {

/// IPv4 addresses that share their first bits.
struct Network {
    std::uint32_t address = 0; ///< in the host's byte order
    std::uint32_t mask = 0;

    bool has(std::uint32_t host) const { return (host & mask) == address; }
    auto operator<=>(const Network&) const = default;
};

/// "192.0.2.1" or "192.0.2.0/24".
std::optional<Network> read_network(std::string_view text);

/// A numeric IPv4 address as a number.
std::optional<std::uint32_t> read_address(const std::string& text);

/// Lets packets of known IPv4 addresses into our sockets and drops all others in the kernel: they
/// are never parsed, and never answered; a stranger's TCP connection is never even begun. nta has
/// no such door of its own. STUN is dropped too: sofia would answer it.
class SourceFilter {
public:
    /// Finds the UDP socket that this process has bound to the address, and closes it to everyone.
    /// Throws std::runtime_error when there is none.
    SourceFilter(const std::string& address, std::uint16_t port);

    /// The same door for one more socket, that listens for TCP. Throws as the constructor.
    void guard_listener(const std::string& address, std::uint16_t port);

    /// Opens it to one more address. False: it is no numeric IPv4 address, or the filter is full.
    bool allow(const std::string& address);

    /// Whom it is open to from now on, besides the single ones of `allow`. False: too many.
    bool set_networks(const std::vector<Network>& networks);

    /// Closes it to the single ones again.
    void forget_allowed();

    /// Packets dropped by the filter, or because the buffer was full.
    std::uint64_t dropped() const;

    /// How much waits in the UDP socket, and how much it may hold: bytes of the kernel's memory.
    /// Zeros where the system does not say. While a batch is being read the kernel counts up to a
    /// quarter of what was read before as waiting still.
    struct Fill {
        std::uint32_t unread = 0;
        std::uint32_t room = 0;
    };
    Fill fill() const;

private:
    struct Socket {
        int fd;
        bool is_stream;
    };

    bool install() const;
    bool attach(const Socket& socket) const;
    void empty_buffer() const;

    std::vector<Socket> sockets_; ///< the first is the UDP one
    std::set<std::uint32_t> allowed_;
    std::set<Network> networks_;
};

} // namespace hatif::telephony
