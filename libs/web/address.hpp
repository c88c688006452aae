#pragma once

#include "base/result.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct sockaddr;

namespace hatif::web {

/// An IPv4 or an IPv6 address.
struct Address {
    bool is_v4 = true;
    std::array<std::uint8_t, 16> bytes{}; ///< of IPv4 the first four, the others are 0

    /// Nothing when it is no numeric address ("192.0.2.7", "2001:db8::1").
    static std::optional<Address> parse(std::string_view text);
    /// Nothing when it is of neither family.
    static std::optional<Address> of(const sockaddr& socket_address);

    bool operator==(const Address&) const = default;
};

/// All addresses that begin with the same bits.
struct Network {
    Address first{};
    unsigned bits = 0; ///< of the address, 0 to 32 or 128

    /// "10.0.0.0/8", "fd00::/8", or one address. Fails (invalid) with what is wrong; bits behind
    /// the prefix that are not 0 are wrong too.
    static base::Result<Network> parse(std::string_view text);

    bool contains(const Address& address) const;
};

/// Whether anybody may have it: what the registries of IANA (RFC 6890) call globally reachable, and
/// no translation of an IPv4 address (RFC 4291 2.5.5, RFC 6052, RFC 3056, RFC 4380).
bool is_public(const Address& address);

} // namespace hatif::web
