#include "gateway/config.hpp"
#include "gateway/docs/role_table.hpp"
#include "gateway/gateway.hpp"
#include "gateway/identity/bootstrap.hpp"
#include "gateway/migrations.hpp"
#include "observability/log.hpp"
#include "observability/signals.hpp"
#include "pg/migrate.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

using namespace hatif;

namespace {

int refuse(const base::Error& error) {
    std::cerr << "hatif-gateway: " << error.what << '\n';
    return 1;
}

int run(const gateway::Config& config, pg::Pool& pool) {
    const auto keys = rpc::CallerKeys::read(config.caller_keys);
    auto token_keys = gateway::TokenKeys::read(config.token_keys);
    if (!keys || !token_keys) return refuse(keys ? token_keys.error() : keys.error());
    gateway::Gateway gateway{config, *keys, *std::move(token_keys), pool};
    observability::log_info("started", {{"http", config.http_listen}});
    observability::wait_for_signal();
    gateway.stop();
    observability::log_info("stopped");
    return 0;
}

} // namespace

int main(int count, char** words) try {
    CLI::App command_line{"The public door of Hatif: REST in, gRPC out."};
    gateway::Founding founding;
    const auto& founds = gateway::add_bootstrap(command_line, founding);
    gateway::add_roles(command_line);
    CLI11_PARSE(command_line, count, words);
    const auto config = gateway::read_config(config::Environment{});
    if (!config) return refuse(config.error());
    observability::start_log("gateway", config->log_level);
    pg::Pool pool{config->postgres, 8};
    if (!founds.parsed()) {
        pg::migrate_at_start(pool, gateway::migrations(),
                             [](const std::string& why) { observability::log_warning(why); });
        return run(*config, pool);
    }
    founding.admin_password = config->admin_password;
    const auto exports = gateway::bootstrap(pool, founding);
    if (!exports) return refuse(exports.error());
    std::cout << *exports;
    return 0;
} catch (const std::exception& failure) {
    std::cerr << "hatif-gateway: " << failure.what() << '\n';
    return 1;
}
