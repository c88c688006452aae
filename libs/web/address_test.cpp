#include "web/address.hpp"

#include <catch2/catch.hpp>

#include <arpa/inet.h>

using namespace hatif::web;

TEST_CASE("an address that not everybody may have is not public", "[unit][web]") {
    const auto* const text =
        GENERATE("0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1",
                 "100.127.255.255", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1",
                 "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1",
                 "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.7", "224.0.0.1",
                 "239.255.255.255", "240.0.0.1", "255.255.255.255");
    CAPTURE(text);
    CHECK_FALSE(is_public(Address::parse(text).value()));
    CHECK_FALSE(is_public(Address::parse(std::string{"::ffff:"} + text).value()));
    CHECK_FALSE(is_public(Address::parse(std::string{"64:ff9b::"} + text).value()));
}

TEST_CASE("nor is an address of IPv6 outside its public part", "[unit][web]") {
    const auto* const text =
        GENERATE("::", "::1", "::ffff:8.8.8.8", "::8.8.8.8", "64:ff9b::808:808", "100::1",
                 "fc00::1", "fd12:3456::1", "fe80::1", "fec0::1", "ff02::1", "2001::1",
                 "2001:db8::1", "2002:7f00:1::1", "3fff::1", "4000::1");
    CAPTURE(text);
    CHECK_FALSE(is_public(Address::parse(text).value()));
}

TEST_CASE("the neighbours of what is not public are", "[unit][web]") {
    const auto* const text = GENERATE(
        "1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
        "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0",
        "192.0.3.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0",
        "223.255.255.255", "8.8.8.8", "2001:200::1", "2001:4860:4860::8888", "2a00::1", "3ffe::1");
    CAPTURE(text);
    CHECK(is_public(Address::parse(text).value()));
}

TEST_CASE("a network contains what begins with its bits", "[unit][web]") {
    const auto [network, address, contains] = GENERATE(table<const char*, const char*, bool>({
        {"10.0.0.0/8", "10.255.0.1", true},
        {"10.0.0.0/8", "11.0.0.0", false},
        {"192.168.4.0/22", "192.168.7.255", true},
        {"192.168.4.0/22", "192.168.8.0", false},
        {"127.0.0.1", "127.0.0.1", true},
        {"127.0.0.1", "127.0.0.2", false},
        {"0.0.0.0/0", "8.8.8.8", true},
        {"0.0.0.0/0", "::1", false},
        {"fd00::/8", "fdff::1", true},
        {"fd00::/8", "fe00::1", false},
        {"127.0.0.0/8", "::ffff:127.0.0.1", false}, // said as IPv6, or not at all
        {"::ffff:127.0.0.0/104", "::ffff:127.0.0.1", true},
    }));
    CAPTURE(network, address);
    CHECK(Network::parse(network).value().contains(Address::parse(address).value()) == contains);
}

TEST_CASE("what is no network is refused with the reason", "[unit][web]") {
    const auto* const text =
        GENERATE("", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8 ", "10.0.0.1/8",
                 "fd00::/129", "localhost", "10.0.0/8", "10.0.0.0/8/8");
    CAPTURE(text);
    const auto read = Network::parse(text);
    REQUIRE_FALSE(read);
    CHECK(read.error().code == hatif::base::Errc::invalid);
}

TEST_CASE("a socket's address is read as it is connected to", "[unit][web]") {
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    inet_pton(AF_INET, "192.0.2.7", &v4.sin_addr);
    CHECK(Address::of(reinterpret_cast<const sockaddr&>(v4)) == Address::parse("192.0.2.7"));
    sockaddr local{};
    local.sa_family = AF_UNIX;
    CHECK_FALSE(Address::of(local));
}
