#pragma once

#include "program_scheduler/leasing/claim.hpp"
#include "rpc/client.hpp"

#include <hatif/contact/v1/membership_service.grpc.pb.h>

#include <chrono>
#include <map>
#include <optional>
#include <tuple>
#include <vector>

/// What the contact service says of those who were claimed.
namespace hatif::program_scheduler {

/// Those who are asked for together: also by whether the unreachable may be called.
using SnapshotGroup = std::tuple<base::OrganizationId, base::AudienceId, bool>;

/// Of whom was answered; nothing of those whom the contact service does not know.
using Callees =
    std::map<SnapshotGroup, std::map<base::ContactId, std::optional<contact::v1::Callee>>>;

/// Null where nobody answered.
const std::optional<contact::v1::Callee>* answer_of(const Callees& callees, const Claimed& it);

/// Asks by one Snapshot per audience.
class Snapshots {
public:
    /// Both outlive it.
    Snapshots(contact::v1::MembershipService::StubInterface& contacts,
              const rpc::ServiceIdentity& identity)
        : contacts_{contacts}, identity_{identity} {}

    /// Adds the answers that come within `patience`, of all together; what was answered of these
    /// before is forgotten. Whether all came.
    bool ask(const std::vector<Claimed>& claimed,
             std::chrono::milliseconds patience,
             Callees& callees) const;

private:
    contact::v1::MembershipService::StubInterface& contacts_;
    const rpc::ServiceIdentity& identity_;
};

} // namespace hatif::program_scheduler
