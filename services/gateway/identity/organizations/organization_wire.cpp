#include "gateway/identity/organizations/organization_wire.hpp"

#include "gateway/identity/field_check.hpp"
#include "gateway/identity/organizations/calling_rules_wire.hpp"
#include "rpc/time.hpp"
#include "zone/name.hpp"

#include <cmath>

namespace hatif::gateway {

using base::fail;
using base::Result;

namespace {

constexpr Length name_length{1, 128};
constexpr Length plan_length{1, 64};
constexpr std::uint32_t most_calls = 1'000'000;
constexpr std::uint32_t most_per_second = 100'000;
constexpr std::uint32_t most_days = 3'650;
constexpr std::uint32_t most_share = 1'000;

/// One request against what is kept; a request that creates has nothing to clear.
template <class Request>
class Reading {
public:
    Reading(const Request& request, base::Instant now) : request_{request}, now_{now} {}

    /// What an admin of the organization may set.
    void own(Organization& it) {
        text("name", request_.has_name(), request_.name(), it.name, name_length);
        word("country", request_.has_country(), request_.country(), it.country,
             "must be a country of ISO 3166-1 alpha-2",
             [](const std::string& sent) { return is_country(sent); });
        word("timezone", request_.has_timezone(), request_.timezone(), it.timezone,
             "must be a time zone of IANA",
             [](const std::string& sent) { return zone::is_name(sent); });
        word("currency", request_.has_currency(), request_.currency(), it.currency,
             "must be a currency of ISO 4217",
             [&](const std::string& sent) { return is_currency(sent, now_); });
        // {} says nothing, and null does not tell of which member: neither lets recordings pile up.
        days("retention.callReportsDays", request_.retention().has_call_reports_days(),
             request_.retention().call_reports_days(), it.call_reports_days);
        days("retention.recordingsDays", request_.retention().has_recordings_days(),
             request_.retention().recordings_days(), it.recordings_days);
        if constexpr (requires { request_.calling_hours(); }) calling_rules(it.rules);
    }

    /// What the platform may set besides.
    void platforms(Organization& it) {
        text("plan", request_.has_plan(), request_.plan(), it.plan, plan_length);
        required("status");
        if (request_.has_status()) it.active = request_.status() == v1::ORGANIZATION_STATUS_ACTIVE;
        number("maxConcurrentCalls", request_.has_max_concurrent_calls(),
               request_.max_concurrent_calls(), 0, most_calls, it.max_concurrent_calls);
        required("callsPerSecond");
        if (request_.has_calls_per_second()) {
            it.calls_per_second = request_.calls_per_second();
            check_.need(std::isfinite(it.calls_per_second) && it.calls_per_second >= 0 &&
                            it.calls_per_second <= most_per_second,
                        "callsPerSecond", "must be 0 to 100000");
        }
        number("requestsPerSecond", request_.has_requests_per_second(),
               request_.requests_per_second(), 1, most_per_second, it.rates.reads);
        number("writesPerSecond", request_.has_writes_per_second(), request_.writes_per_second(), 1,
               most_per_second, it.rates.writes);
        number("callShare", request_.has_call_share(), request_.call_share(), 1, most_share,
               it.call_share);
    }

    FieldCheck& check() { return check_; }

private:
    bool nulled(const std::string& path) const {
        if constexpr (requires { request_.cleared(); }) return is_cleared(request_, path);
        return false;
    }

    /// Each is replaced as a whole; null and empty take it away.
    void calling_rules(CallingRules& rules) {
        if (nulled("callingHours")) rules.hours.reset();
        if (request_.has_calling_hours()) {
            rules.hours = read_calling_hours(check_, request_.calling_hours());
        }
        if (nulled("holidays")) rules.holidays.clear();
        if (request_.holidays_size() > 0) {
            rules.holidays = read_holidays(check_, request_.holidays());
        }
        if (nulled("frequencyCap")) rules.cap.reset();
        if (request_.has_frequency_cap()) {
            rules.cap = read_frequency_cap(check_, request_.frequency_cap());
        }
    }

    void required(const std::string& path) { check_.need(!nulled(path), path, "must not be null"); }

    void text(const std::string& path,
              bool is_sent,
              const std::string& sent,
              std::string& value,
              Length length) {
        required(path);
        if (is_sent) value = check_.text(path, sent, length);
    }

    template <class Is>
    void word(const std::string& path,
              bool is_sent,
              const std::string& sent,
              std::string& value,
              const char* rule,
              const Is& is_one) {
        required(path);
        if (!is_sent) return;
        check_.need(is_one(sent), path, rule);
        value = sent;
    }

    void number(const std::string& path,
                bool is_sent,
                std::uint32_t sent,
                std::uint32_t least,
                std::uint32_t most,
                std::uint32_t& value) {
        required(path);
        if (!is_sent) return;
        check_.need(sent >= least && sent <= most, path,
                    "must be " + std::to_string(least) + " to " + std::to_string(most));
        value = sent;
    }

    void days(const std::string& path,
              bool is_sent,
              std::uint32_t sent,
              std::optional<std::uint32_t>& value) {
        if (nulled(path)) value.reset();
        if (!is_sent) return;
        check_.need(sent >= 1 && sent <= most_days, path, "must be 1 to 3650");
        value = sent;
    }

    const Request& request_;
    const base::Instant now_;
    FieldCheck check_;
};

} // namespace

Result<Organization> read_organization(const v1::CreateOrganizationRequest& request,
                                       base::Instant now) {
    Organization it{
        .id = base::OrganizationId{base::Uuid::v7(now)}, .created_at = now, .updated_at = now};
    Reading reading{request, now};
    reading.check().need(request.has_name(), "name", "is required");
    reading.own(it);
    reading.platforms(it);
    if (auto checked = reading.check().result(); !checked) return fail(checked.error());
    return it;
}

Result<Organization> changed_organization(Organization it,
                                          const v1::UpdateOrganizationRequest& request,
                                          base::Instant now) {
    Reading reading{request, now};
    reading.own(it);
    if (auto checked = reading.check().result(); !checked) return fail(checked.error());
    it.updated_at = now;
    return it;
}

Result<Organization> changed_organization(Organization it,
                                          const v1::UpdateAnyOrganizationRequest& request,
                                          base::Instant now) {
    Reading reading{request, now};
    reading.own(it);
    reading.platforms(it);
    if (auto checked = reading.check().result(); !checked) return fail(checked.error());
    it.updated_at = now;
    return it;
}

void to_wire(const Organization& from, v1::Organization& to) {
    to.set_id(from.id.value().to_string());
    to.set_name(from.name);
    to.set_slug(from.slug);
    to.set_country(from.country);
    to.set_timezone(from.timezone);
    to.set_currency(from.currency);
    to.set_plan(from.plan);
    to.set_status(from.active ? v1::ORGANIZATION_STATUS_ACTIVE : v1::ORGANIZATION_STATUS_SUSPENDED);
    to.set_max_concurrent_calls(from.max_concurrent_calls);
    to.set_calls_per_second(from.calls_per_second);
    to.set_requests_per_second(from.rates.reads);
    to.set_writes_per_second(from.rates.writes);
    auto& retention = *to.mutable_retention();
    if (from.call_reports_days) retention.set_call_reports_days(*from.call_reports_days);
    if (from.recordings_days) retention.set_recordings_days(*from.recordings_days);
    write_rules(from.rules, to);
    to.set_call_share(from.call_share);
    rpc::set(*to.mutable_created_at(), from.created_at);
    rpc::set(*to.mutable_updated_at(), from.updated_at);
}

} // namespace hatif::gateway
