#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "program_scheduler/programs/program.hpp"
#include "rpc/client.hpp"

#include <hatif/gateway/v1/organization_lookup_service.grpc.pb.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hatif::program_scheduler {

/// A number is dialled at most `calls` times in any `hours`.
struct FrequencyCap {
    std::int32_t calls = 1;
    std::int32_t hours = 1;
};

/// When and how often an organization's contacts may be called, whatever its programs say.
struct OrganizationRules {
    std::optional<schedule::CallingHours> hours{}; ///< without holidays; none: at any hour
    std::vector<schedule::Day> holidays{};
    std::optional<FrequencyCap> cap{};
};

/// As the gateway answers them. `internal` when they cannot be read: then nobody is called.
base::Result<OrganizationRules> read_rules(const gateway::v1::CallingRules& wire);

/// All that a launch of the program says of its hours. The program's own calling hours stand for
/// the organization's; these, and its holidays, hold only where the program inherits them.
schedule::HourRules hours_of(const ProgramWords& words, const OrganizationRules& organization);

/// "2026-11-18", "11-18": as a table keeps them.
std::vector<std::string> as_text(const std::vector<schedule::Day>& days);

/// The rules of an organization, as the gateway knows them. What it works with outlives it.
class OrganizationLookup {
public:
    OrganizationLookup(gateway::v1::OrganizationLookupService::StubInterface& gateway,
                       const rpc::ServiceIdentity& identity)
        : gateway_{gateway}, identity_{identity} {}

    /// `unavailable` when the gateway is away or the organization is gone; waits for a second at
    /// most.
    base::Result<OrganizationRules> rules(const base::OrganizationId& organization) const;

private:
    gateway::v1::OrganizationLookupService::StubInterface& gateway_;
    const rpc::ServiceIdentity& identity_;
};

} // namespace hatif::program_scheduler
