#pragma once

#include "endpoint/endpoint.hpp"
#include "program_scheduler/content/attributes.hpp"
#include "program_scheduler/content/simulated_contact.hpp"

#include <hatif/program/v1/simulation_service.grpc.pb.h>

namespace hatif::program_scheduler {

/// hatif/program/v1/simulation_service.proto.
class SimulationService final : public program::v1::SimulationService::Service {
public:
    SimulationService(endpoint::Endpoint& endpoint,
                      contact::v1::MembershipService::StubInterface& contacts,
                      const rpc::ServiceIdentity& identity)
        : endpoint_{endpoint}, attributes_{contacts, identity}, desk_{contacts, identity} {}

    grpc::Status SimulateFlow(grpc::ServerContext* context,
                              const program::v1::SimulateFlowRequest* request,
                              program::v1::FlowSimulation* answer) override;

private:
    endpoint::Endpoint& endpoint_;
    const Attributes attributes_;
    const ContactDesk desk_;
};

} // namespace hatif::program_scheduler
