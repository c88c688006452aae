#include "program_scheduler/api.hpp"

#include <filesystem>

namespace hatif::program_scheduler {

Api::Api(const Config& config,
         pg::Pool& pool,
         const rpc::CallerKeys& keys,
         contact::v1::MembershipService::StubInterface& contacts,
         const rpc::ServiceIdentity& identity)
    : endpoint_{pool, keys}, objects_{config.objects}, decoder_{config.decoder},
      briefing_{pool, contacts, identity}, audio_{{endpoint_, pool, objects_, decoder_, clock_,
                                                   std::filesystem::temp_directory_path()}},
      flows_{endpoint_, clock_}, dids_{endpoint_, clock_}, programs_{endpoint_, contacts, identity,
                                                                     clock_},
      executions_{endpoint_, clock_}, lookup_{endpoint_}, leases_{endpoint_, pool, briefing_,
                                                                  objects_, config.lease},
      server_{config.listen,
              {&audio_, &flows_, &dids_, &programs_, &executions_, &lookup_, &leases_}} {}

void Api::stop() {
    leases_.stop();
    server_.stop(std::chrono::seconds{5});
}

} // namespace hatif::program_scheduler
