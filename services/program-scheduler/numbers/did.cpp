#include "program_scheduler/numbers/did.hpp"

#include <array>
#include <utility>

namespace hatif::program_scheduler {

namespace {

constexpr std::array<std::pair<DidStatus, std::string_view>, 3> statuses{{
    {DidStatus::active, "active"},
    {DidStatus::inactive, "inactive"},
    {DidStatus::reserved, "reserved"},
}};

} // namespace

std::string_view to_string(DidStatus status) {
    for (const auto& [value, name] : statuses) {
        if (value == status) return name;
    }
    return {};
}

std::optional<DidStatus> did_status_named(std::string_view text) {
    for (const auto& [value, name] : statuses) {
        if (name == text) return value;
    }
    return {};
}

} // namespace hatif::program_scheduler
