#pragma once

#include "base/result.hpp"
#include "flow/value_source.hpp"
#include "rpc/caller.hpp"
#include "rpc/client.hpp"

#include <hatif/contact/v1/membership_service.grpc.pb.h>
#include <hatif/program/v1/simulation_service.pb.h>

namespace hatif::program_scheduler {

/// Where contacts are asked for; both outlive it.
struct ContactDesk {
    contact::v1::MembershipService::StubInterface& contacts;
    const rpc::ServiceIdentity& identity;
};

/// What a call would read of this person: one who is there, what is sent of them, or both.
/// VALIDATION; CONTACT_NOT_FOUND; CONFLICT for one who may not be called, and is not told of.
base::Result<flow::Sources> simulated_contact(const ContactDesk& desk,
                                              const rpc::Caller& caller,
                                              const program::v1::SimulatedContact& contact);

} // namespace hatif::program_scheduler
