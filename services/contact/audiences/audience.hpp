#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hatif::contact {

/// A named group of contacts.
struct Audience {
    base::AudienceId id;
    base::OrganizationId organization;
    std::string name;
    std::optional<std::string> description;
    std::int64_t version = 0; ///< rises with each change of the members
    std::int64_t contact_count = 0;
    base::Instant created_at{};
    base::Instant updated_at{};
};

/// What one transaction did to the members, and how the audience is after it.
struct MembersChange {
    base::AudienceId audience;
    std::int64_t version = 0;
    std::int64_t contact_count = 0;
    std::uint32_t added = 0;
    std::uint32_t removed = 0;
};

constexpr std::size_t most_members_at_once = 10'000;

/// Members of now and those given, in one replacement: who goes and who comes is found among them,
/// while the organization's other changes wait.
constexpr std::size_t most_members_replaced = 200'000;

/// Name of 3 to 64 characters, description of at most 256 (an empty one is none).
base::Result<void> check_audience(const std::string& name,
                                  const std::optional<std::string>& description);

/// What a client sent of an audience: only that changes.
struct AudienceEdit {
    std::optional<std::string> name;                       ///< cleared: ""
    std::optional<std::optional<std::string>> description; ///< cleared or empty: none
};

/// The audience after the edit, its time of change not touched. Refused as by check_audience.
base::Result<Audience> edited(Audience audience, const AudienceEdit& edit);

/// The ids of a request to add or remove, each once in order: 1 to 10,000 of them. Those that are
/// no uuids are named (`contacts[3]`).
base::Result<std::vector<base::ContactId>> read_members(const std::vector<std::string>& ids);

/// The ids of a request to replace: 0 to 10,000 of them. `sent`: the request said so, with an empty
/// list if need be; leaving the member out must not empty an audience.
base::Result<std::vector<base::ContactId>> read_replacement(const std::vector<std::string>& ids,
                                                            bool sent);

/// Refused when the audience is too large to be replaced in one request.
base::Result<void> check_replacement(const Audience& audience, std::size_t given);

} // namespace hatif::contact
