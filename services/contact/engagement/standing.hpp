#pragma once

#include "contact/engagement/engagement.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// How contacts and trunks stand after some calls. Pure.
namespace hatif::contact {

/// A contact's phone as it is now.
struct KnownPhone {
    std::string number; ///< E.164
    bool unreachable = false;
};

struct Standing {
    Engagement engagement{};
    GoneDays gone{};
    /// Only looked up where a call may change what is known of it.
    std::optional<KnownPhone> phone{};
};

using Standings = std::map<base::ContactId, Standing>;
using TrunkRecords = std::map<base::TrunkId, TrunkRecord>;

/// What is known of a phone before some calls are taken.
struct PhoneBefore {
    std::size_t gone_days = 0;
    bool unreachable = false;
};
using KnownPhones = std::map<base::ContactId, PhoneBefore>;

/// The organizations of whose contacts these calls may make a phone unreachable, or reachable.
std::set<base::OrganizationId> may_turn(const std::vector<EndedCall>& calls,
                                        const KnownPhones& known);

/// Takes calls in any order: they come to the same, but for a trunk's record. Those to contacts
/// that do not stand in `standings` (deleted, or never there) speak of their trunk alone. A call to
/// a number that is not the contact's any more says nothing of its phone.
void take_calls(const std::vector<EndedCall>& calls, Standings& standings, TrunkRecords& trunks);

} // namespace hatif::contact
