#pragma once

#include "contact/audiences/audience.hpp"
#include "pg/transaction.hpp"

#include <optional>
#include <vector>

/// Who is and was in which audience. A member of version v is one with
/// `added_version <= v < removed_version` (or none); who changes members has locked the audience,
/// writes under its next version and counts.
namespace hatif::contact {

struct Added {
    MembersChange change;
    std::uint32_t unchanged = 0;
    std::vector<base::ContactId> unknown; ///< no contacts of the organization
};

struct Removed {
    MembersChange change;
    std::vector<base::ContactId> unknown; ///< no members
};

base::Result<Added> add_members(pg::Transaction& transaction,
                                const Audience& locked,
                                const std::vector<base::ContactId>& contacts,
                                base::Instant now);

base::Result<Removed> remove_members(pg::Transaction& transaction,
                                     const Audience& locked,
                                     const std::vector<base::ContactId>& contacts,
                                     base::Instant now);

/// Takes a contact that was deleted out of all its audiences; each gets a new version.
base::Result<std::vector<MembersChange>>
leave_all(pg::Transaction& transaction, base::ContactId contact, base::Instant now);

/// Members of a version in the order of their ids; at most 10,000 at once.
struct MembersAsked {
    base::AudienceId audience;
    std::int64_t version = 0;
    base::Uuid after; ///< nil: from the start
    std::int64_t limit = 0;
};
base::Result<std::vector<base::Uuid>> members_of(pg::Connection& connection,
                                                 const MembersAsked& asked);

/// Which of these are members now.
base::Result<std::vector<base::Uuid>> members_now(pg::Transaction& transaction,
                                                  base::AudienceId audience,
                                                  const std::vector<base::Uuid>& contacts);

} // namespace hatif::contact
