#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hatif::program_scheduler {

/// The numbers are those of hatif.program.v1.DidStatus.
enum class DidStatus { active = 1, inactive = 2, reserved = 3 };

/// "active": as the database and the API write it; "" for what is none.
std::string_view to_string(DidStatus status);
std::optional<DidStatus> did_status_named(std::string_view text);

/// A number to call from, and to be called at. It is the platform's own and shown to whoever is
/// called: not masked.
struct Did {
    base::DidId id;
    std::optional<base::OrganizationId> organization{}; ///< none: nobody's yet
    std::string number{};                               ///< E.164
    std::optional<std::string> country{};
    std::optional<std::string> description{};
    DidStatus status = DidStatus::active;
    std::optional<base::TrunkId> trunk{}; ///< none: any
    std::optional<std::uint32_t> max_concurrent_calls{};
    std::optional<base::FlowId> inbound_flow{}; ///< none: no call is taken
    bool is_shared = false;                     ///< every organization may call from it
    base::Instant created_at{};
    base::Instant updated_at{};
};

} // namespace hatif::program_scheduler
