#include "observability/health.hpp"
#include "observability/log.hpp"
#include "observability/signals.hpp"
#include "program_scheduler/api.hpp"
#include "program_scheduler/background.hpp"
#include "program_scheduler/migrations.hpp"

#include <grpcpp/channel.h>

#include <cstdlib>
#include <exception>

using namespace hatif;

namespace {

/// An answer that the service cannot start without.
template <class T>
T needed(base::Result<T> answer) {
    if (!answer) throw std::runtime_error{answer.error().what};
    if constexpr (!std::is_void_v<T>) return *std::move(answer);
}

void serve() {
    const auto config = needed(program_scheduler::read_config());
    observability::start_log("program-scheduler", config.log_level);

    pg::Pool pool{config.postgres, 24, program_scheduler::session_settings};
    pg::migrate_at_start(pool, program_scheduler::migrations(),
                         [](const std::string& why) { observability::log_warning(why); });
    const auto keys = needed(rpc::CallerKeys::read(config.caller_keys));
    const rpc::ServiceIdentity identity{"program-scheduler", keys};
    const auto contacts = contact::v1::MembershipService::NewStub(rpc::channel(config.contact));
    const auto gateway =
        gateway::v1::OrganizationLookupService::NewStub(rpc::channel(config.gateway));

    program_scheduler::Background background{pool, config, *contacts, identity};
    program_scheduler::Api api{config, pool, keys, *contacts, *gateway, identity};

    const observability::Metrics metrics;
    const observability::Health health{
        config.health_listen, metrics, {{"postgres", [&] { return pool.check(); }}}};
    observability::wait_for_signal();
    api.stop();
}

} // namespace

int main() {
    try {
        serve();
        return EXIT_SUCCESS;
    } catch (const std::exception& why) {
        observability::log_error("cannot start", {{"why", why.what()}});
        return EXIT_FAILURE;
    }
}
