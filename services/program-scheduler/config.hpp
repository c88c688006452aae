#pragma once

#include "base/result.hpp"
#include "objects/store_setting.hpp"
#include "voice/engine_choice.hpp"

#include <chrono>
#include <string>

namespace hatif::program_scheduler {

/// Every setting of the service, from the environment.
struct Config {
    std::string listen;            ///< HATIF_LISTEN: gRPC, host:port
    std::string health_listen;     ///< HATIF_HEALTH_LISTEN: HTTP, host:port
    std::string log_level;         ///< HATIF_LOG_LEVEL: debug, info (default), warning, error
    std::string postgres;          ///< HATIF_PG: conninfo
    std::string kafka;             ///< HATIF_KAFKA: host:port,host:port
    std::string caller_keys;       ///< HATIF_CALLER_KEYS: id:hex,id:hex
    std::string contact;           ///< HATIF_CONTACT: the contact service, host:port
    std::string gateway;           ///< HATIF_GATEWAY: the gateway's gRPC, host:port
    objects::StoreSetting objects; ///< HATIF_OBJECTS: the object store
    std::string decoder;           ///< HATIF_DECODER: path of hatif-audio-decoder
    voice::EngineSetting voice;    ///< HATIF_VOICE_PROGRAM, HATIF_VOICE_URL and others
    std::string public_url;     ///< HATIF_PUBLIC_URL: this API's address for its clients; may be ""
    std::chrono::seconds lease; ///< HATIF_LEASE_SECONDS: 15; 5 to 300
    std::chrono::days trail;    ///< HATIF_TRAIL_DAYS: how long trails are kept, 400; 1 to 36,500
};

/// All refusals at once.
base::Result<Config> read_config();

} // namespace hatif::program_scheduler
