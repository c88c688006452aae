#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hatif::program_scheduler {

enum class DidStatus { active, inactive, reserved };

/// "active": as the database and the API write it.
std::string_view to_string(DidStatus status);
std::optional<DidStatus> did_status_named(std::string_view text);

/// A number to call from. It is the platform's own and shown to whoever is called: not masked.
struct Did {
    base::DidId id;
    std::optional<base::OrganizationId> organization{}; ///< none: nobody's yet
    std::string number{};                               ///< E.164
    std::optional<std::string> country{};
    std::optional<std::string> description{};
    DidStatus status = DidStatus::active;
    std::optional<base::TrunkId> trunk{}; ///< none: any
    std::optional<std::uint32_t> max_concurrent_calls{};
    base::Instant created_at{};
    base::Instant updated_at{};
};

/// As a client asks for one.
struct DidSent {
    std::optional<std::string> number{};
    std::optional<std::string> country{};
    std::optional<std::string> description{};
    /// None inside: a status that does not exist.
    std::optional<std::optional<DidStatus>> status{};
    std::optional<std::string> trunk_id{};
    std::optional<std::uint32_t> max_concurrent_calls{};
};

/// Every wrong member at once. Whether the trunk exists is the database's to say.
base::Result<Did> read_did(const DidSent& sent, const base::DidId& id, base::Instant now);

} // namespace hatif::program_scheduler
