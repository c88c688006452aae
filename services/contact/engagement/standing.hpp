#pragma once

#include "contact/engagement/engagement.hpp"

#include <map>
#include <optional>
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

/// Takes calls in order. Those to contacts that do not stand in `standings` (deleted, or never
/// there) speak of their trunk alone. A call to a number that is not the contact's any more says
/// nothing of its phone.
void take_calls(const std::vector<EndedCall>& calls, Standings& standings, TrunkRecords& trunks);

} // namespace hatif::contact
