#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "gateway/identity/access/holder.hpp"
#include "gateway/identity/organizations/calling_rules.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hatif::gateway {

struct Organization {
    base::OrganizationId id;
    std::string name{};
    std::string slug{};
    std::string country = "MA";                 ///< ISO 3166-1 alpha-2
    std::string timezone = "Africa/Casablanca"; ///< IANA
    std::string currency = "MAD";               ///< ISO 4217
    std::string plan = "standard";
    bool active = true;
    std::uint32_t max_concurrent_calls = 0;           ///< 0: no limit
    double calls_per_second = 0;                      ///< 0: no limit
    Rates rates{};                                    ///< of each key and each member
    std::optional<std::uint32_t> call_reports_days{}; ///< none: for ever
    std::optional<std::uint32_t> recordings_days{};
    CallingRules rules{};
    std::uint32_t call_share = 10; ///< 1 to 1,000, of the calls where not all fit
    base::Instant created_at{};
    base::Instant updated_at{};
};

/// "Atlas Telecom" -> "atlas-telecom"; what has no Latin letter or digit becomes "organization".
std::string slug_of(const std::string& name);

bool is_country(std::string_view text);
/// One that is in use today.
bool is_currency(std::string_view text, base::Instant now);

} // namespace hatif::gateway
