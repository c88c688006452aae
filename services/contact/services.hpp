#pragma once

#include "contact/attributes/attribute_service.hpp"
#include "contact/audiences/audience_service.hpp"
#include "contact/audiences/membership_service.hpp"
#include "contact/do_not_call/do_not_call_service.hpp"
#include "contact/people/contact_service.hpp"

#include <vector>

namespace hatif::contact {

/// All that is asked of this service by gRPC.
class Services {
public:
    Services(endpoint::Endpoint& endpoint, pg::Pool& pool, const base::Clock& clock)
        : contacts_{endpoint, pool, clock}, attributes_{endpoint, clock},
          audiences_{endpoint, clock}, memberships_{endpoint, pool, clock}, do_not_call_{endpoint,
                                                                                         clock} {}

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
