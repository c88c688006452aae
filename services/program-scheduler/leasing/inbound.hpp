#pragma once

#include "base/result.hpp"
#include "program_scheduler/leasing/claim.hpp"
#include "program_scheduler/leasing/inbound_flows.hpp"
#include "program_scheduler/leasing/inbound_rows.hpp"
#include "rpc/client.hpp"

#include <hatif/contact/v1/membership_service.grpc.pb.h>

#include <variant>

namespace hatif::program_scheduler {

/// Whether a call that comes to one of our numbers is taken, and by which flow. It counts against
/// the bounds of its organization, its number and its trunk from then on, as the calls do that we
/// make; its person's number is not held: they may call while they are called.
class Inbound {
public:
    Inbound(const Desk& desk,
            contact::v1::MembershipService::StubInterface& contacts,
            const rpc::ServiceIdentity& identity)
        : desk_{desk}, contacts_{contacts}, identity_{identity}, flows_{{contacts, identity}} {}

    /// A repeat by trunk and call id gives the same answer while the call is alive.
    base::Result<program::v1::AdmitInboundResponse>
    admit(const program::v1::AdmitInboundRequest& request);

private:
    /// Why a call is not taken, as the caller is told and as we note it.
    struct Refusal {
        std::uint32_t sip_code = 404;
        std::string reason{};
    };
    /// A call that will be taken if there is room.
    struct Admission {
        base::OrganizationId organization;
        base::DidId did;
        std::string to, from;
        base::FlowId flow;
        int flow_version = 1;
        std::string currency{};
    };
    using Look = std::variant<Refusal, program::v1::Lease, Admission>;
    using Asked = program::v1::AdmitInboundRequest;

    base::Result<Look>
    look(pg::Transaction& transaction, const InboundKey& key, const Asked& request);
    contact::v1::Callee who_calls(const Admission& admission);
    base::Result<Look> take(pg::Transaction& transaction,
                            const InboundKey& key,
                            const std::string& worker,
                            const Admission& admission,
                            const contact::v1::Callee& caller);
    static program::v1::AdmitInboundResponse to_wire(Look found);

    const Desk desk_;
    contact::v1::MembershipService::StubInterface& contacts_;
    const rpc::ServiceIdentity& identity_;
    InboundFlows flows_;
};

} // namespace hatif::program_scheduler
