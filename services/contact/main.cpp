#include "base/clock.hpp"
#include "contact/config.hpp"
#include "contact/migrations.hpp"
#include "contact/services.hpp"
#include "contact/topic_readers.hpp"
#include "endpoint/endpoint.hpp"
#include "kafka/relay.hpp"
#include "observability/health.hpp"
#include "observability/log.hpp"
#include "observability/metrics.hpp"
#include "observability/signals.hpp"
#include "pg/migrate.hpp"
#include "pg/pool.hpp"
#include "rpc/server.hpp"

#include <chrono>
#include <stdexcept>
#include <string>

using namespace hatif;

namespace {

void run(const contact::Config& config) {
    const base::SystemClock clock;
    pg::Pool pool{config.postgres, 16};
    pg::Pool calls{config.postgres, 8}; // no writes of one organization keep it from the others
    const auto warn = [](const std::string& what) { observability::log_warning(what); };
    pg::migrate_at_start(pool, contact::migrations(), warn);
    kafka::Relay relay{{.brokers = config.kafka, .source = "hatif-contact", .complain = warn},
                       calls};
    const contact::TopicReaders readers{config.kafka, config.listen, calls, clock, warn};
    endpoint::Endpoint endpoint{pool, config.caller_keys};
    endpoint::Endpoint of_calls{calls, config.caller_keys};
    contact::Services services{{pool, endpoint}, {calls, of_calls}, clock};
    rpc::Server server{config.listen, services.all()};
    observability::Metrics metrics;
    const observability::Health health{
        config.health_listen, metrics, {{"postgres", [&pool] { return pool.check(); }}}};
    observability::log_info("serving", {{"listen", config.listen}});
    observability::wait_for_signal();
    server.stop(std::chrono::seconds{5});
}

} // namespace

int main() {
    try {
        const auto config = contact::read_config(config::Environment{});
        observability::start_log("contact", config ? config->log_level : "info");
        if (!config) throw std::runtime_error{config.error().what};
        run(*config);
        return 0;
    } catch (const std::exception& failed) {
        observability::log_error("cannot start", {{"why", failed.what()}});
        return 1;
    }
}
