#include "program_scheduler/programs/organization_rules.hpp"

#include "program_scheduler/executions/hours.hpp"
#include "program_scheduler/programs/calling_wire.hpp"
#include "rpc/status.hpp"

#include <grpcpp/client_context.h>

#include <array>
#include <cstdio>

namespace hatif::program_scheduler {

using base::Errc;
using base::fail;
using base::Result;

Result<OrganizationRules> read_rules(const gateway::v1::CallingRules& wire) {
    OrganizationRules rules;
    if (wire.has_calling_hours()) {
        FieldCheck check;
        rules.hours = read_calling(check, wire.calling_hours());
        if (!check.result()) {
            return fail(Errc::internal, "the organization's calling hours cannot be read");
        }
    }
    for (const auto& holiday : wire.holidays()) {
        const auto day = day_in(holiday.date());
        if (!day) return fail(Errc::internal, "a holiday of the organization cannot be read");
        rules.holidays.push_back(*day);
    }
    if (wire.has_frequency_cap()) {
        const auto& cap = wire.frequency_cap();
        if (cap.max_calls() == 0 || cap.per_hours() == 0) {
            return fail(Errc::internal, "the organization's frequency cap cannot be read");
        }
        rules.cap = {static_cast<std::int32_t>(cap.max_calls()),
                     static_cast<std::int32_t>(cap.per_hours())};
    }
    return rules;
}

schedule::HourRules hours_of(const ProgramWords& words, const OrganizationRules& organization) {
    auto rules = words.hours();
    if (!words.inherit_hours) return rules;
    if (!words.calling && organization.hours) rules.calling = *organization.hours;
    rules.calling.holidays = organization.holidays;
    return rules;
}

std::vector<std::string> as_text(const std::vector<schedule::Day>& days) {
    std::vector<std::string> all;
    for (const schedule::Day& day : days) {
        std::array<char, 32> text{};
        std::snprintf(text.data(), text.size(), "%02d-%02d", day.month, day.day);
        std::array<char, 16> year{};
        if (day.year != 0) std::snprintf(year.data(), year.size(), "%04d-", day.year);
        all.push_back(std::string{year.data()} + text.data());
    }
    return all;
}

Result<OrganizationRules>
OrganizationLookup::rules(const base::OrganizationId& organization) const {
    gateway::v1::DescribeCallingRulesRequest request;
    request.set_organization_id(organization.value().to_string());
    grpc::ClientContext context;
    identity_.prepare(context, std::chrono::seconds{1});
    gateway::v1::CallingRules answer;
    const auto status = gateway_.DescribeCallingRules(&context, request, &answer);
    if (!status.ok()) {
        return fail(Errc::unavailable,
                    "the organization's calling hours cannot be asked for just now: " +
                        rpc::from_status(status).what);
    }
    return read_rules(answer);
}

} // namespace hatif::program_scheduler
