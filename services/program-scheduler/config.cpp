#include "program_scheduler/config.hpp"

#include "config/environment.hpp"

namespace hatif::program_scheduler {

base::Result<Config> read_config() {
    config::Environment env;
    Config config{.listen = env.text("HATIF_LISTEN"),
                  .health_listen = env.text("HATIF_HEALTH_LISTEN"),
                  .log_level = env.text("HATIF_LOG_LEVEL", "info"),
                  .postgres = env.text("HATIF_PG"),
                  .kafka = env.text("HATIF_KAFKA"),
                  .caller_keys = env.text("HATIF_CALLER_KEYS"),
                  .contact = env.text("HATIF_CONTACT"),
                  .gateway = env.text("HATIF_GATEWAY"),
                  .objects = objects::read_store_setting(env),
                  .decoder = env.text("HATIF_DECODER"),
                  .voice = voice::read_engine_setting(env),
                  .public_url = env.text("HATIF_PUBLIC_URL", ""),
                  .lease = std::chrono::seconds{env.number("HATIF_LEASE_SECONDS", 15, 5, 300)},
                  .trail = std::chrono::days{env.number("HATIF_TRAIL_DAYS", 400, 1, 36'500)}};
    if (auto refused = env.refusals(); !refused) return base::fail(refused.error());
    return config;
}

} // namespace hatif::program_scheduler
