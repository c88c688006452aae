#include "gateway/config.hpp"

namespace hatif::gateway {

std::map<std::string, std::string> Config::upstreams() const {
    return {
        {"hatif.contact.v1", contact},
        {"hatif.program.v1", scheduler},
        {"hatif.reporting.v1", reporting},
        {"hatif.gateway.v1", listen},
    };
}

base::Result<Config> read_config(config::Environment environment) {
    Config config;
    config.http_listen = environment.text("HATIF_HTTP_LISTEN");
    config.listen = environment.text("HATIF_LISTEN");
    config.health_listen = environment.text("HATIF_HEALTH_LISTEN");
    config.postgres = environment.text("HATIF_PG");
    config.caller_keys = environment.text("HATIF_CALLER_KEYS");
    config.token_keys = environment.text("HATIF_TOKEN_KEYS", config.caller_keys);
    config.admin_password = environment.text("HATIF_ADMIN_PASSWORD", "");
    config.proxies = static_cast<unsigned>(environment.number("HATIF_PROXIES", 0, 0, 10));
    config.contact = environment.text("HATIF_CONTACT");
    config.scheduler = environment.text("HATIF_SCHEDULER");
    config.reporting = environment.text("HATIF_REPORTING");
    config.log_level = environment.text("HATIF_LOG_LEVEL", "info");
    if (auto refused = environment.refusals(); !refused) return base::fail(refused.error());
    return config;
}

} // namespace hatif::gateway
