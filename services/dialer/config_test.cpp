#include "dialer/config.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace hatif;

namespace {

std::map<std::string, std::string> complete() {
    return {{"HATIF_HEALTH_LISTEN", "127.0.0.1:20190"},
            {"HATIF_KAFKA", "127.0.0.1:20092"},
            {"HATIF_CALLER_KEYS", "a:00"},
            {"HATIF_SCHEDULER", "127.0.0.1:20083, 127.0.0.1:20183"},
            {"HATIF_WORKER", "dialer-0"},
            {"HATIF_SIP_LISTEN", "127.0.0.1:20060"},
            {"HATIF_RTP_ADDRESS", "127.0.0.1"},
            {"HATIF_SPOOL", "/var/spool/hatif"},
            {"HATIF_OBJECTS", "/var/lib/hatif/objects"}};
}

base::Result<dialer::Config> read(const std::map<std::string, std::string>& variables) {
    return dialer::read_config(config::Environment{[&](const char* name) {
        const auto it = variables.find(name);
        return it == variables.end() ? nullptr : it->second.c_str();
    }});
}

} // namespace

TEST_CASE("the dialer reads its settings, with defaults", "[dialer][config]") {
    const auto config = read(complete());
    REQUIRE(config);
    CHECK(config->schedulers == std::vector<std::string>{"127.0.0.1:20083", "127.0.0.1:20183"});
    CHECK(config->sip_port == 20060);
    CHECK(config->first_rtp_port == 10000);
    CHECK(config->last_rtp_port == 11999);
    CHECK(config->max_calls == 500);
}

TEST_CASE("an address or range of ports that is none is refused", "[dialer][config]") {
    for (const auto& [name, value] :
         {std::pair{"HATIF_SIP_LISTEN", "127.0.0.1"}, std::pair{"HATIF_SIP_LISTEN", "127.0.0.1:x"},
          std::pair{"HATIF_RTP_PORTS", "10000"}, std::pair{"HATIF_RTP_PORTS", "2-1"},
          std::pair{"HATIF_DIALER_HTTP_ALLOW", "10.0.0.0/8,localhost"}}) {
        auto variables = complete();
        variables[name] = value;
        const auto config = read(variables);
        REQUIRE_FALSE(config);
        CHECK(config.error().what.find(name) != std::string::npos);
    }
}

TEST_CASE("flows ask public addresses, and networks that are allowed besides", "[dialer][config]") {
    CHECK(read(complete())->http_allow.empty());
    auto variables = complete();
    variables["HATIF_DIALER_HTTP_ALLOW"] = "127.0.0.0/8, fd00::/8";
    CHECK(read(variables)->http_allow == std::vector<std::string>{"127.0.0.0/8", "fd00::/8"});
}
