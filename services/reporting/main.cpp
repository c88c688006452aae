#include "endpoint/endpoint.hpp"
#include "objects/store_setting.hpp"
#include "observability/health.hpp"
#include "observability/log.hpp"
#include "observability/signals.hpp"
#include "pg/migrate.hpp"
#include "reporting/config.hpp"
#include "reporting/migrations.hpp"
#include "reporting/readers.hpp"
#include "reporting/recording_service.hpp"
#include "reporting/replay_service.hpp"
#include "reporting/report_service.hpp"
#include "reporting/statistics_service.hpp"
#include "reporting/sweeper.hpp"
#include "rpc/server.hpp"

#include <stdexcept>

using namespace hatif;

namespace {

void run(const reporting::Config& config) {
    const auto warn = [](const std::string& what) { observability::log_warning(what); };
    observability::Metrics metrics;
    pg::Pool pool{config.postgres, 16};
    pg::migrate_at_start(pool, reporting::migrations(), warn);
    const reporting::Readers readers{config.kafka, config.listen, pool, metrics, warn};
    endpoint::Endpoint endpoint{pool, config.caller_keys};
    const rpc::ServiceIdentity identity{"reporting", config.caller_keys};
    const base::SystemClock clock;
    const reporting::Lookups lookups{rpc::channel(config.scheduler), rpc::channel(config.contact),
                                     identity};
    reporting::ReportService reports{endpoint, pool, lookups, clock};
    reporting::ReplayService replays{endpoint, lookups};
    reporting::StatisticsService statistics{endpoint, lookups};
    const auto objects = objects::open_store(config.objects, warn);
    reporting::RecordingService recordings{endpoint, pool, *objects, clock, warn};
    const reporting::Sweeper sweeper{
        rpc::channel(config.gateway), identity, pool, *objects, clock, metrics, warn};
    rpc::Server server{config.listen, {&reports, &replays, &statistics, &recordings}};
    const observability::Health health{config.health_listen, metrics, readers.checks()};
    observability::wait_for_signal();
    server.stop(std::chrono::seconds{5});
}

} // namespace

int main() {
    try {
        const auto config = reporting::read_config(config::Environment{});
        observability::start_log("reporting", config ? config->log_level : "info");
        if (!config) throw std::runtime_error{config.error().what};
        run(*config);
        return 0;
    } catch (const std::exception& failed) {
        observability::log_error("cannot start", {{"why", failed.what()}});
        return 1;
    }
}
