#pragma once

#include <cstdint>
#include <set>
#include <string>

namespace hatif::telephony {

/// Lets packets of known IPv4 addresses into a UDP socket and drops all others in the kernel: they
/// are never parsed, and never answered. nta has no such door of its own. STUN is dropped too:
/// sofia would answer it.
class SourceFilter {
public:
    /// Finds the socket that this process has bound to the address, and closes it to everyone.
    /// Throws std::runtime_error when there is none.
    SourceFilter(const std::string& address, std::uint16_t port);

    /// Opens it to one more address. False: it is no numeric IPv4 address, or the filter is full.
    bool allow(const std::string& address);

    /// Packets dropped by the filter, or because the buffer was full.
    std::uint64_t dropped() const;

private:
    void install();
    void empty_buffer() const;

    int socket_;
    std::set<std::uint32_t> allowed_;
};

} // namespace hatif::telephony
