#pragma once

#include "base/clock.hpp"
#include "endpoint/endpoint.hpp"
#include "objects/object_store.hpp"
#include "program_scheduler/calls/call_service.hpp"
#include "program_scheduler/config.hpp"
#include "program_scheduler/content/audio_service.hpp"
#include "program_scheduler/content/dictionary_service.hpp"
#include "program_scheduler/content/flow_lookup.hpp"
#include "program_scheduler/content/flow_service.hpp"
#include "program_scheduler/content/simulation_service.hpp"
#include "program_scheduler/content/studio.hpp"
#include "program_scheduler/executions/execution_lookup.hpp"
#include "program_scheduler/executions/execution_service.hpp"
#include "program_scheduler/leasing/lease_service.hpp"
#include "program_scheduler/numbers/did_service.hpp"
#include "program_scheduler/programs/program_service.hpp"
#include "rpc/server.hpp"

#include <memory>

namespace hatif::program_scheduler {

/// All that the service answers, on one gRPC server.
class Api {
public:
    Api(const Config& config,
        pg::Pool& pool,
        const rpc::CallerKeys& keys,
        contact::v1::MembershipService::StubInterface& contacts,
        gateway::v1::OrganizationLookupService::StubInterface& gateway,
        const rpc::ServiceIdentity& identity);

    void stop();

private:
    base::SystemClock clock_;
    endpoint::Endpoint endpoint_;
    const std::unique_ptr<objects::ObjectStore> objects_;
    transcode::Decoder decoder_;
    Recorder recorder_;
    Studio studio_;
    rpc::CallerKeys keys_;
    Desk desk_;
    Briefing briefing_;
    Inbound inbound_;
    AudioService audio_;
    DictionaryService dictionaries_;
    FlowService flows_;
    FlowLookup flow_lookup_;
    SimulationService simulation_;
    DidService dids_;
    ProgramService programs_;
    ExecutionService executions_;
    ExecutionLookup lookup_;
    CallService calls_;
    LeaseService leases_;
    rpc::Server server_; // last, so that it is destroyed first
};

} // namespace hatif::program_scheduler
