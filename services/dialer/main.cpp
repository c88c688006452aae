#include "dialer/config.hpp"
#include "dialer/dialer.hpp"
#include "dialog/outcome_table.hpp"
#include "observability/health.hpp"
#include "observability/log.hpp"
#include "observability/metrics.hpp"
#include "observability/signals.hpp"

#include <exception>
#include <iostream>
#include <stdexcept>
#include <string_view>

using namespace hatif;

namespace {

/// False: it had to give up.
bool run(const dialer::Config& config) {
    observability::Metrics metrics;
    dialer::Dialer dialer{config, metrics};
    const observability::Health health{config.health_listen, metrics, dialer.checks()};
    observability::log_info("dialling", {{"sip", config.sip_address}, {"port", config.sip_port}});
    observability::wait_for_signal();
    return dialer.drain(config.drain);
}

} // namespace

int main(int count, char** words) {
    if (count == 2 && std::string_view{words[1]} == "sip-table") {
        std::cout << dialog::outcome_table();
        return 0;
    }
    try {
        const auto config = dialer::read_config(config::Environment{});
        observability::start_log("dialer", config ? config->log_level : "info");
        if (!config) throw std::runtime_error{config.error().what};
        return run(*config) ? 0 : 1;
    } catch (const std::exception& failed) {
        observability::log_error("cannot start", {{"why", failed.what()}});
        return 1;
    }
}
