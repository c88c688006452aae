#pragma once

#include "base/ids.hpp"
#include "pg/transaction.hpp"

#include <hatif/contact/v1/membership_service.pb.h>

namespace hatif::contact {

struct CensusAsked {
    base::OrganizationId organization;
    base::AudienceId audience;
    std::int64_t version = 0;
    bool include_unreachable = false;
    base::Instant now;
};

/// How many members of a version may be called now, by where they are, and how many may not, by the
/// reason that a snapshot would give. Two seconds for a million.
base::Result<v1::Census> take_census(pg::Transaction& transaction, const CensusAsked& asked);

} // namespace hatif::contact
