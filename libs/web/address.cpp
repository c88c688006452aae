#include "web/address.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <cstring>
#include <netinet/in.h>

namespace hatif::web {

namespace {

struct Prefix {
    std::array<std::uint8_t, 4> first;
    unsigned bits;
};

constexpr Prefix not_public_v4[] = {
    {{0, 0, 0, 0}, 8},       // this network
    {{10, 0, 0, 0}, 8},      // private, RFC 1918
    {{100, 64, 0, 0}, 10},   // carriers' shared addresses, RFC 6598
    {{127, 0, 0, 0}, 8},     // this machine
    {{169, 254, 0, 0}, 16},  // link-local, RFC 3927; clouds tell their secrets there
    {{172, 16, 0, 0}, 12},   // private
    {{192, 0, 0, 0}, 24},    // protocol assignments
    {{192, 0, 2, 0}, 24},    // documentation, RFC 5737
    {{192, 88, 99, 0}, 24},  // 6to4 relays, RFC 7526
    {{192, 168, 0, 0}, 16},  // private
    {{198, 18, 0, 0}, 15},   // benchmarks, RFC 2544
    {{198, 51, 100, 0}, 24}, // documentation
    {{203, 0, 113, 0}, 24},  // documentation
    {{224, 0, 0, 0}, 4},     // multicast
    {{240, 0, 0, 0}, 4},     // reserved, broadcast
};

/// Of what is public in IPv6 (2000::/3, RFC 4291) these are not.
constexpr Prefix not_public_v6[] = {
    {{0x20, 0x01, 0x00, 0x00}, 23}, // protocol assignments, Teredo among them
    {{0x20, 0x01, 0x0d, 0xb8}, 32}, // documentation, RFC 3849
    {{0x20, 0x02, 0x00, 0x00}, 16}, // 6to4: an IPv4 address in it
    {{0x3f, 0xff, 0x00, 0x00}, 20}, // documentation, RFC 9637
};

constexpr Prefix public_v6{{0x20, 0, 0, 0}, 3};

bool begins_with(const std::uint8_t* bytes, const std::uint8_t* prefix, unsigned bits) {
    const auto whole = bits / 8;
    if (!std::equal(prefix, prefix + whole, bytes)) return false;
    const auto rest = bits % 8;
    return rest == 0 || ((bytes[whole] ^ prefix[whole]) >> (8 - rest)) == 0;
}

} // namespace

std::optional<Address> Address::parse(std::string_view text) {
    const std::string terminated{text};
    Address address;
    if (inet_pton(AF_INET, terminated.c_str(), address.bytes.data()) == 1) return address;
    address.is_v4 = false;
    if (inet_pton(AF_INET6, terminated.c_str(), address.bytes.data()) == 1) return address;
    return {};
}

std::optional<Address> Address::of(const sockaddr& socket_address) {
    Address address;
    if (socket_address.sa_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &socket_address, sizeof v4);
        std::memcpy(address.bytes.data(), &v4.sin_addr, 4);
        return address;
    }
    if (socket_address.sa_family != AF_INET6) return {};
    sockaddr_in6 v6{};
    std::memcpy(&v6, &socket_address, sizeof v6);
    address.is_v4 = false;
    std::memcpy(address.bytes.data(), &v6.sin6_addr, 16);
    return address;
}

base::Result<Network> Network::parse(std::string_view text) {
    const auto wrong = [&](const char* what) {
        return base::fail(base::Errc::invalid,
                          '"' + base::shortened(base::healed(text), 60) + "\" " + what);
    };
    const auto slash = text.find('/');
    const auto first = Address::parse(text.substr(0, slash));
    if (!first) return wrong("is no network like 10.0.0.0/8 or fd00::/8");
    const unsigned most = first->is_v4 ? 32 : 128;
    Network network{*first, most};
    if (slash == text.npos) return network;
    const auto* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data() + slash + 1, end, network.bits);
    if (error != std::errc{} || rest != end || network.bits > most) {
        return wrong("has no length of a prefix behind its slash");
    }
    for (unsigned bit = network.bits; bit < most; ++bit) {
        if ((first->bytes[bit / 8] >> (7 - bit % 8)) & 1U) {
            return wrong("has bits behind its prefix: say the network's first address");
        }
    }
    return network;
}

bool Network::contains(const Address& address) const {
    return address.is_v4 == first.is_v4 &&
           begins_with(address.bytes.data(), first.bytes.data(), bits);
}

bool is_public(const Address& address) {
    const auto has = [&](const Prefix& it) {
        return begins_with(address.bytes.data(), it.first.data(), it.bits);
    };
    if (address.is_v4) {
        return std::none_of(std::begin(not_public_v4), std::end(not_public_v4), has);
    }
    return has(public_v6) && std::none_of(std::begin(not_public_v6), std::end(not_public_v6), has);
}

} // namespace hatif::web
