#include "gateway/identity/limits/network.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace hatif::gateway {

namespace {

std::string text_of(int family, const void* bytes) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    return inet_ntop(family, bytes, text.data(), text.size());
}

} // namespace

std::string network_of(const std::string& address) {
    in6_addr parsed{};
    if (inet_pton(AF_INET6, address.c_str(), &parsed) != 1) return address;
    auto* bytes = static_cast<unsigned char*>(parsed.s6_addr);
    // An IPv4 client of a socket that takes both.
    if (IN6_IS_ADDR_V4MAPPED(&parsed)) return text_of(AF_INET, bytes + 12);
    std::fill(bytes + 8, bytes + 16, 0);
    return text_of(AF_INET6, bytes) + "/64";
}

} // namespace hatif::gateway
