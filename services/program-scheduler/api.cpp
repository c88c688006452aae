#include "program_scheduler/api.hpp"

#include "observability/log.hpp"

#include <filesystem>

namespace hatif::program_scheduler {

namespace {

void complain(const std::string& what) {
    observability::log_warning(what);
}

} // namespace

Api::Api(const Config& config,
         pg::Pool& pool,
         const rpc::CallerKeys& keys,
         contact::v1::MembershipService::StubInterface& contacts,
         gateway::v1::OrganizationLookupService::StubInterface& gateway,
         const rpc::ServiceIdentity& identity)
    : endpoint_{pool, keys}, objects_{objects::open_store(config.objects, complain)},
      decoder_{config.decoder}, recorder_{decoder_, *objects_,
                                          std::filesystem::temp_directory_path()},
      studio_{config.voice, pool, *objects_, decoder_, recorder_, clock_}, keys_{keys},
      desk_{pool, clock_, config.lease}, briefing_{desk_, contacts, identity},
      inbound_{desk_, contacts, identity}, audio_{{endpoint_, pool, *objects_, recorder_, keys_,
                                                   clock_, config.public_url}},
      dictionaries_{{endpoint_, pool, *objects_, recorder_, clock_}}, flows_{endpoint_,
                                                                             {contacts, identity},
                                                                             clock_},
      flow_lookup_{endpoint_}, simulation_{endpoint_, contacts, identity}, dids_{endpoint_, clock_},
      programs_{{endpoint_, pool, contacts, gateway, identity, clock_}},
      executions_{endpoint_, pool, clock_}, lookup_{endpoint_}, calls_{endpoint_, contacts,
                                                                       identity, clock_},
      leases_{endpoint_, desk_, briefing_, inbound_, *objects_, studio_.speaker()},
      server_{config.listen,
              {&audio_, &dictionaries_, &flows_, &flow_lookup_, &simulation_, &dids_, &programs_,
               &executions_, &lookup_, &calls_, &leases_}} {}

void Api::stop() {
    leases_.stop();
    server_.stop(std::chrono::seconds{5});
}

} // namespace hatif::program_scheduler
