#pragma once

#include "base/result.hpp"
#include "config/environment.hpp"
#include "objects/store_setting.hpp"
#include "rpc/caller.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace hatif::dialer {

struct Config {
    std::string health_listen;
    std::string log_level;
    std::string kafka;
    std::string caller_keys;
    std::vector<std::string> schedulers; ///< host:port of each replica that is known by name
    std::string worker;
    std::string sip_address; ///< numeric
    std::uint16_t sip_port = 0;
    std::string sip_public;   ///< what peers are told instead, numeric; empty: the same
    std::string certificates; ///< folder with agent.pem; empty: no certificate of our own
    std::string rtp_address;  ///< numeric
    std::string rtp_public;   ///< what peers are told instead, numeric; empty: the same
    std::uint16_t first_rtp_port = 0;
    std::uint16_t last_rtp_port = 0;
    std::chrono::seconds rtp_rest{};     ///< before a port is used again, while others are free
    std::chrono::seconds rtp_silence{};  ///< hearing nothing for so long ends a call; 0: never
    std::string spool;                   ///< folder of recordings that are not stored yet
    objects::StoreSetting objects;       ///< HATIF_OBJECTS: where recordings are kept
    std::vector<std::string> http_allow; ///< networks that flows may ask, besides public addresses
    std::size_t max_calls = 0;
    std::chrono::seconds max_call{};
    std::chrono::seconds drain{}; ///< how long running calls may take to end after SIGTERM
};

/// Everything that is wrong comes out at once.
base::Result<Config> read_config(config::Environment environment);

} // namespace hatif::dialer
