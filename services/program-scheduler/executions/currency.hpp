#pragma once

#include "rpc/caller.hpp"

#include <string>

namespace hatif::program_scheduler {

/// What the organization's amounts are spoken in, ISO 4217: kept with what is launched, so that a
/// later change of the organization changes no call under way.
inline std::string currency_of(const rpc::OrganizationSettings& settings) {
    return settings.currency.empty() ? "MAD" : settings.currency;
}

} // namespace hatif::program_scheduler
