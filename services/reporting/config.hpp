#pragma once

#include "base/result.hpp"
#include "config/environment.hpp"
#include "objects/store_setting.hpp"
#include "rpc/caller.hpp"

#include <string>

namespace hatif::reporting {

struct Config {
    std::string listen;        ///< gRPC, host:port
    std::string health_listen; ///< HTTP, host:port
    std::string log_level;
    std::string postgres;          ///< conninfo URI; the role's search_path is its schema
    std::string kafka;             ///< brokers
    std::string scheduler;         ///< the program-scheduler, host:port
    std::string contact;           ///< the contact service, host:port
    std::string gateway;           ///< the gateway's gRPC, host:port
    objects::StoreSetting objects; ///< HATIF_OBJECTS: the object store, the dialer's too
    rpc::CallerKeys caller_keys;
};

base::Result<Config> read_config(config::Environment environment);

} // namespace hatif::reporting
