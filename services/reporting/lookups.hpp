#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/uuid.hpp"
#include "reporting/report_builder.hpp"
#include "rpc/client.hpp"

#include <hatif/contact/v1/membership_service.grpc.pb.h>
#include <hatif/program/v1/execution_lookup_service.grpc.pb.h>
#include <hatif/program/v1/flow_lookup_service.grpc.pb.h>

#include <memory>
#include <optional>

namespace hatif::reporting {

/// What the other services are asked, for what no event has told of (yet). Short: a transaction may
/// wait meanwhile.
class Lookups {
public:
    Lookups(const std::shared_ptr<grpc::Channel>& scheduler,
            const std::shared_ptr<grpc::Channel>& contacts,
            const rpc::ServiceIdentity& identity);

    /// Whether the organization has launched it, and the program. EXECUTION_NOT_FOUND.
    base::Result<std::optional<base::Uuid>> execution(base::OrganizationId organization,
                                                      const base::Uuid& id) const;

    /// A job that was given out. JOB_NOT_FOUND.
    base::Result<StoredJob> job(base::OrganizationId organization, const base::Uuid& id) const;

    /// Whether the organization has the contact. CONTACT_NOT_FOUND.
    base::Result<void> contact(base::OrganizationId organization, const base::Uuid& id) const;

    /// A version of a flow that the organization has, or had; 0: the newest. FLOW_NOT_FOUND.
    base::Result<program::v1::FlowGraph>
    flow(base::OrganizationId organization, const base::Uuid& id, std::uint32_t version) const;

private:
    const std::unique_ptr<program::v1::FlowLookupService::Stub> flows_;
    const std::unique_ptr<program::v1::ExecutionLookupService::Stub> scheduler_;
    const std::unique_ptr<contact::v1::MembershipService::Stub> contacts_;
    const rpc::ServiceIdentity& identity_;
};

} // namespace hatif::reporting
