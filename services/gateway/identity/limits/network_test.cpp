#include "gateway/identity/limits/network.hpp"

#include <catch2/catch.hpp>

using namespace hatif::gateway;

TEST_CASE("an IPv4 address is a place, an IPv6 address one of many of its place",
          "[unit][gateway][limits]") {
    CHECK(network_of("192.0.2.7") == "192.0.2.7");
    CHECK(network_of("::ffff:192.0.2.7") == "192.0.2.7");
    CHECK(network_of("2001:db8:1:2::1") == "2001:db8:1:2::/64");
    CHECK(network_of("2001:DB8:1:2:ffff:ffff:ffff:ffff") == network_of("2001:db8:1:2::1"));
    CHECK(network_of("2001:db8:1:3::1") != network_of("2001:db8:1:2::1"));
    CHECK(network_of("no address") == "no address");
    CHECK(network_of("").empty());
}
