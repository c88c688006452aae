#pragma once

#include "contact/audiences/audience.hpp"
#include "pg/transaction.hpp"

#include <optional>
#include <string_view>
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

/// The same for a caller that has written contacts and names an audience by its id, within the
/// organization's turn. AUDIENCE_NOT_FOUND.
base::Result<Added> add_members(pg::Transaction& transaction,
                                base::OrganizationId organization,
                                std::string_view audience_id,
                                const std::vector<base::ContactId>& contacts,
                                base::Instant now);

base::Result<Removed> remove_members(pg::Transaction& transaction,
                                     const Audience& locked,
                                     const std::vector<base::ContactId>& contacts,
                                     base::Instant now);

struct Replaced {
    MembersChange change;
    std::uint32_t unchanged = 0;
    std::vector<base::ContactId> unknown; ///< no contacts of the organization
};

/// These are the members from the next version on, no others. Only who comes and who goes is
/// written.
base::Result<Replaced> replace_members(pg::Transaction& transaction,
                                       const Audience& locked,
                                       const std::vector<base::ContactId>& contacts,
                                       base::Instant now);

/// Takes contacts that were deleted out of all their audiences; each of these gets a new version.
/// Deleted audiences stay as they were.
base::Result<std::vector<MembersChange>> leave_all(pg::Transaction& transaction,
                                                   const std::vector<base::ContactId>& contacts,
                                                   base::Instant now);

/// Members of a version in the order of their ids; at most 10,000 at once.
struct MembersAsked {
    base::AudienceId audience;
    std::int64_t version = 0;
    base::Uuid after; ///< nil: from the start
    std::int64_t limit = 0;
    bool with_places = false;
};
struct Members {
    std::vector<base::Uuid> ids;
    /// Where each of them is, as ZoneSets take it (zone_sets.hpp); empty unless it was asked for.
    std::vector<std::string> places{};
};
base::Result<Members> members_of(pg::Connection& connection, const MembersAsked& asked);

/// Which of these are members now.
base::Result<std::vector<base::Uuid>> members_now(pg::Transaction& transaction,
                                                  base::AudienceId audience,
                                                  const std::vector<base::Uuid>& contacts);

} // namespace hatif::contact
