#include "program_scheduler/numbers/host.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace hatif::program_scheduler;

TEST_CASE("a host is an IPv4 address or a DNS name", "[unit][numbers]") {
    // clang-format off
    struct Case { std::string text; bool address; bool name; };
    const Case cases[] = {
        {"192.0.2.7",             true,  false},
        {"255.255.255.255",       true,  false},
        {"192.0.2.256",           false, false}, // a mistyped address is no name
        {"192.0.2",               false, false},
        {"2001:db8::1",           false, false},
        {"carrier",               false, true},
        {"sip.carrier.example",   false, true},
        {"SIP-1.Carrier.example", false, true},
        {"3com.example",          false, true},
        {"-a.example",            false, false},
        {"a-.example",            false, false},
        {"a..example",            false, false},
        {".example",              false, false},
        {"example.",              false, false},
        {"sip_1.example",         false, false},
        {"sip.example:5060",      false, false},
        {"sip example",           false, false},
        {"",                      false, false},
        {std::string("a\0b", 3),  false, false},
        {std::string("1.2.3.4\0", 8), false, false},
        {std::string(63, 'a') + ".example", false, true},
        {std::string(64, 'a') + ".example", false, false},
        {std::string(126, 'a').replace(62, 1, ".") + "." + std::string(63, 'b') + "." +
             std::string(62, 'c'), false, true},  // 253
        {std::string(126, 'a').replace(62, 1, ".") + "." + std::string(63, 'b') + "." +
             std::string(63, 'c'), false, false},
    };
    // clang-format on
    for (const auto& it : cases) {
        CAPTURE(it.text);
        CHECK(is_ipv4(it.text) == it.address);
        CHECK(is_dns_name(it.text) == it.name);
    }
}

TEST_CASE("whom calls are taken from is an address or a network, never the whole world",
          "[unit][numbers]") {
    for (const auto* good : {"192.0.2.7", "192.0.2.0/24", "10.0.0.0/8", "192.0.2.7/32"}) {
        CAPTURE(good);
        CHECK(is_source(good));
    }
    for (const auto* bad : {"0.0.0.0/0", "10.0.0.0/7", "192.0.2.7/33", "192.0.2.7/", "192.0.2.7/-1",
                            "192.0.2.7/24x", "carrier.example", "", "/24", "192.0.2/24"}) {
        CAPTURE(bad);
        CHECK_FALSE(is_source(bad));
    }
}
