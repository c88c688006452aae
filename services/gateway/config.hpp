#pragma once

#include "base/result.hpp"
#include "config/environment.hpp"

#include <map>
#include <string>

namespace hatif::gateway {

/// What the gateway is told by its environment.
struct Config {
    std::string http_listen;    ///< HATIF_HTTP_LISTEN: the public port
    std::string listen;         ///< HATIF_LISTEN: its own gRPC services
    std::string health_listen;  ///< HATIF_HEALTH_LISTEN
    std::string postgres;       ///< HATIF_PG
    std::string caller_keys;    ///< HATIF_CALLER_KEYS
    std::string token_keys;     ///< HATIF_TOKEN_KEYS: default HATIF_CALLER_KEYS
    std::string admin_password; ///< HATIF_ADMIN_PASSWORD: of bootstrap's admin; empty: made up
    unsigned proxies = 0;       ///< HATIF_PROXIES: how many stand before it, 0 to 10
    std::string contact;        ///< HATIF_CONTACT
    std::string scheduler;      ///< HATIF_SCHEDULER
    std::string reporting;      ///< HATIF_REPORTING
    std::string log_level;      ///< HATIF_LOG_LEVEL: debug, info, warning, error

    /// Who serves which proto package.
    std::map<std::string, std::string> upstreams() const;
};

base::Result<Config> read_config(config::Environment environment);

} // namespace hatif::gateway
