#include "reporting/job_query.hpp"

#include "page/clauses.hpp"
#include "reporting/counts.hpp"

namespace hatif::reporting {

namespace {

constexpr std::int64_t counted_at_most = 10'000;

/// report_builder.hpp's status_of(), over a job's columns.
std::string condition_of(v1::JobStatus status) {
    const std::string reached = "outcome IN (1, 8)"; // completed, user_hangup
    switch (status) {
    case v1::JOB_STATUS_QUEUED:
        return "skipped_reason IS NULL AND (last_attempt IS NULL"
               " OR outcome IS NOT NULL AND next_attempt_at IS NOT NULL)";
    case v1::JOB_STATUS_ACTIVE:
        return "skipped_reason IS NULL AND last_attempt IS NOT NULL AND outcome IS NULL";
    case v1::JOB_STATUS_COMPLETED:
        return "skipped_reason IS NULL AND next_attempt_at IS NULL AND " + reached;
    case v1::JOB_STATUS_FAILED:
        return "(skipped_reason IS NOT NULL OR next_attempt_at IS NULL AND NOT " + reached + ")";
    default:
        return "false";
    }
}

} // namespace

std::optional<std::string> digits_searched(const std::string& search) {
    std::string digits;
    bool any = false;
    for (const char c : search) {
        if (c < '0' || c > '9') continue;
        any = true;
        if (c != '0' || !digits.empty()) digits += c;
    }
    if (!any) return std::nullopt;
    return digits;
}

std::optional<JobQuery> JobQuery::make(base::OrganizationId organization,
                                       const JobFilter& filter,
                                       const std::string& search) {
    JobQuery it;
    it.organization_ = organization.value();
    const auto owner = it.with(organization);
    if (filter.execution) {
        const auto execution = it.with(*filter.execution);
        it.statement_.sql = " FROM jobs WHERE execution_id = " + execution +
                            " AND EXISTS (SELECT FROM executions WHERE id = " + execution +
                            " AND organization_id = " + owner + ")";
        it.whole_execution_ = filter.execution;
    } else {
        it.statement_.sql = " FROM jobs WHERE organization_id = " + owner;
    }
    const auto narrow_from = it.statement_.params.size();
    it.where("program_id = ", filter.program);
    it.where("contact_id = ", filter.contact);
    it.where("flow_id = ", filter.flow);
    it.where("outcome = ", filter.outcome);
    it.where("created_at >= ", filter.from);
    it.where("created_at < ", filter.to);
    if (!search.empty()) {
        const auto digits = digits_searched(search);
        if (!digits) return std::nullopt;
        it.statement_.sql += " AND called LIKE " + it.with(page::containing(*digits));
    }
    if (it.statement_.params.size() > narrow_from) it.whole_execution_.reset();
    if (filter.status) {
        it.statement_.sql += " AND " + condition_of(*filter.status);
        it.whole_execution_.reset();
    }
    return it;
}

Statement JobQuery::count() const {
    if (whole_execution_) {
        Statement kept;
        kept.sql = "SELECT COALESCE(sum(count), 0)::bigint FROM execution_counts WHERE kind = " +
                   add(kept, static_cast<std::int32_t>(Kind::jobs)) +
                   " AND execution_id = " + add(kept, *whole_execution_) +
                   " AND EXISTS (SELECT FROM executions WHERE id = execution_id" +
                   " AND organization_id = " + add(kept, organization_) + ")";
        return kept;
    }
    auto query = statement_;
    const auto most = add(query, counted_at_most + 1);
    query.sql = "SELECT count(*) FROM (SELECT 1" + query.sql + " LIMIT " + most + ") AS found";
    return query;
}

Statement JobQuery::page(const std::string& columns, const page::Request& wanted) const {
    auto query = statement_;
    std::optional<base::Instant> place;
    std::optional<base::Uuid> place_id;
    if (wanted.after) {
        place = page::moment(wanted.after->value);
        place_id = base::Uuid::parse(wanted.after->id);
    }
    const auto value = add(query, place);
    const auto id = add(query, place_id);
    const auto part = page::clauses(wanted, "created_at", value + "::timestamptz", id + "::uuid");
    const auto limit = add(query, std::int64_t{wanted.limit} + 1);
    const auto offset = add(query, wanted.offset());
    query.sql = "SELECT " + columns + query.sql + " AND " + part.behind + part.order + " LIMIT " +
                limit + " OFFSET " + offset;
    return query;
}

} // namespace hatif::reporting
