#include "reporting/config.hpp"

namespace hatif::reporting {

base::Result<Config> read_config(config::Environment environment) {
    auto listen = environment.text("HATIF_LISTEN");
    auto health_listen = environment.text("HATIF_HEALTH_LISTEN");
    auto log_level = environment.text("HATIF_LOG_LEVEL", "info");
    auto postgres = environment.text("HATIF_PG");
    auto kafka = environment.text("HATIF_KAFKA");
    auto scheduler = environment.text("HATIF_SCHEDULER");
    auto contact = environment.text("HATIF_CONTACT");
    auto gateway = environment.text("HATIF_GATEWAY");
    auto objects = objects::read_store_setting(environment);
    const auto keys = environment.text("HATIF_CALLER_KEYS");
    if (const auto read = environment.refusals(); !read) return base::fail(read.error());
    auto caller_keys = rpc::CallerKeys::read(keys);
    if (!caller_keys) return base::fail(caller_keys.error());
    return Config{std::move(listen),      std::move(health_listen), std::move(log_level),
                  std::move(postgres),    std::move(kafka),         std::move(scheduler),
                  std::move(contact),     std::move(gateway),       std::move(objects),
                  *std::move(caller_keys)};
}

} // namespace hatif::reporting
