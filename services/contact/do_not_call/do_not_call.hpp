#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "phone/country.hpp"
#include "phone/phone_number.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

/// The do-not-call list: what a request says of numbers, and what becomes of them.
namespace hatif::contact {

/// Where the wish came from.
enum class DoNotCallSource { api, ivr, import };

/// A number that an organization must not call.
struct DoNotCallEntry {
    base::Uuid id;
    base::OrganizationId organization;
    phone::PhoneNumber number;
    std::optional<std::string> reason{};
    DoNotCallSource source = DoNotCallSource::api;
    std::optional<base::Instant> expires_at{}; ///< none: for good
    std::string search_text{};                 ///< the number in both its spellings
    base::Instant created_at{};
    base::Instant updated_at{};

    bool operator==(const DoNotCallEntry&) const = default;
};

/// "<organization id>/<number>": what keeps the events of one number in order, over all the entries
/// that it ever had.
std::string event_key(const DoNotCallEntry& entry);

constexpr std::size_t most_numbers_at_once = 10'000;

/// One number of a request, read; or why it is none.
struct ReadNumber {
    std::optional<phone::PhoneNumber> number;
    std::string search_text{};
    std::string error{};
};

/// Any spelling of `home`. Refused as a whole: none, or more than 10,000.
base::Result<std::vector<ReadNumber>> read_numbers(const std::vector<std::string>& numbers,
                                                   const phone::Country& home);

/// The same for a request that has no answer for single numbers: each must be one.
base::Result<std::vector<phone::PhoneNumber>>
read_all_numbers(const std::vector<std::string>& numbers, const phone::Country& home);

/// What a request says of all its numbers.
struct Terms {
    std::optional<std::string> reason{};
    DoNotCallSource source = DoNotCallSource::api;
    std::optional<base::Instant> expires_at{};
};

/// The reason has at most 256 characters (an empty one is none), the end is to come.
base::Result<Terms> checked(Terms terms, base::Instant now);

enum class ListingOutcome { added, updated, unchanged, failed };

struct ListingResult {
    std::optional<base::Uuid> id{};
    std::optional<phone::PhoneNumber> number{};
    ListingOutcome outcome = ListingOutcome::failed;
    std::string error{};

    bool operator==(const ListingResult&) const = default;
};

/// What to write, and what to answer.
struct Listing {
    std::vector<DoNotCallEntry> written; ///< new and changed, in the order of their numbers
    std::vector<ListingResult> results;  ///< one for each number, in its order
};

struct ListingOccasion {
    base::OrganizationId organization;
    base::Instant now;
    std::function<base::Uuid()> new_id;
};

/// Lists the numbers under the terms, whatever `stored` said of them before: a wish for good must
/// not end by an older one that was for a while.
Listing enlist(const std::vector<ReadNumber>& numbers,
               const Terms& terms,
               const std::vector<DoNotCallEntry>& stored,
               const ListingOccasion& occasion);

} // namespace hatif::contact
