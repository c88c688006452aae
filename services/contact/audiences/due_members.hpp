#pragma once

#include "base/ids.hpp"
#include "pg/pool.hpp"

#include <hatif/contact/v1/membership_service.pb.h>

#include <functional>
#include <string>
#include <vector>

/// Members for whom a date of theirs falls due: what a live program asks for every second. Nothing
/// but index probes when nothing is due, however large the audience.
namespace hatif::contact {

struct DueAsked {
    base::OrganizationId organization;
    base::AudienceId audience;
    std::string attribute; ///< of type date
    base::Duration offset; ///< from the date's moment to when it is due
    base::Instant after;   ///< due in (after, until]
    base::Instant until;
    std::string timezone; ///< of days whose contact says none; IANA
};

/// VALIDATION with every wrong member, AUDIENCE_NOT_FOUND (deleted ones are found),
/// CUSTOM_ATTRIBUTE_NOT_FOUND when the organization has no such attribute of type date.
base::Result<DueAsked> read_due(pg::Transaction& transaction, const v1::DueMembersRequest& request);

/// Told the members part by part, in the order of moment and contact, until it answers false.
base::Result<void> tell_due(pg::Pool& pool,
                            const DueAsked& asked,
                            const std::function<bool(const v1::DueMembersResponse&)>& take);

} // namespace hatif::contact
