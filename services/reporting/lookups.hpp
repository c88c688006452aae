#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/uuid.hpp"
#include "reporting/report_builder.hpp"
#include "rpc/client.hpp"

#include <hatif/contact/v1/membership_service.grpc.pb.h>
#include <hatif/program/v1/execution_lookup_service.grpc.pb.h>
#include <hatif/program/v1/flow_lookup_service.grpc.pb.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

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

    /// A flow in a version, and those of the flows that it goes on with, by their ids.
    struct FlowVersion {
        base::Uuid flow{};
        std::uint32_t version = 0; ///< 0: the newest, and of all that it goes on with
        std::map<std::string, std::uint32_t> linked{};
    };

    /// Of a flow that the organization has, or had. FLOW_NOT_FOUND.
    base::Result<program::v1::FlowGraph> flow(base::OrganizationId organization,
                                              const FlowVersion& wanted) const;

    /// The newest versions of the flows that a draft goes on with.
    base::Result<program::v1::FlowGraph> linked_to(base::OrganizationId organization,
                                                   const std::string& draft) const;

private:
    base::Result<program::v1::FlowGraph>
    ask(const program::v1::ReadFlowGraphRequest& request) const;

    const std::unique_ptr<program::v1::FlowLookupService::Stub> flows_;
    const std::unique_ptr<program::v1::ExecutionLookupService::Stub> scheduler_;
    const std::unique_ptr<contact::v1::MembershipService::Stub> contacts_;
    const rpc::ServiceIdentity& identity_;
};

} // namespace hatif::reporting
