#pragma once

#include "contact/attributes/attribute_service.hpp"
#include "contact/audiences/audience_service.hpp"
#include "contact/audiences/membership_service.hpp"
#include "contact/do_not_call/do_not_call_service.hpp"
#include "contact/people/contact_service.hpp"

#include <vector>

namespace hatif::contact {

/// Connections, and what answers requests by them.
struct Side {
    pg::Pool& pool;
    endpoint::Endpoint& endpoint;
};

/// All that is asked of this service by gRPC.
class Services {
public:
    /// `clients`: changes there wait for their organization's turn, each with a connection in hand.
    /// `calls`: what calls depend on, in every organization; it must not wait behind them.
    Services(Side clients, Side calls, const base::Clock& clock)
        : contacts_{clients.endpoint, clients.pool, clock}, attributes_{clients.endpoint, clock},
          audiences_{clients.endpoint, clock}, memberships_{calls.endpoint, calls.pool, clock},
          do_not_call_{clients.endpoint, clock} {}

    /// They live as long as this.
    std::vector<grpc::Service*> all() {
        return {&contacts_, &attributes_, &audiences_, &memberships_, &do_not_call_};
    }

private:
    ContactService contacts_;
    AttributeService attributes_;
    AudienceService audiences_;
    MembershipService memberships_;
    DoNotCallService do_not_call_;
};

} // namespace hatif::contact
