#pragma once

#include "reporting/report_builder.hpp"

#include "base/ids.hpp"
#include "base/result.hpp"
#include "page/meta.hpp"
#include "page/request.hpp"
#include "pg/transaction.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hatif::reporting {

/// A job with its attempts and their events. JOB_NOT_FOUND.
base::Result<StoredJob>
find_job(pg::Transaction& transaction, base::OrganizationId organization, const base::Uuid& id);

/// Which jobs a list is about: each member that is set narrows it.
struct JobFilter {
    std::optional<base::Uuid> execution{};
    std::optional<base::Uuid> program{};
    std::optional<base::Uuid> contact{};
    std::optional<base::Uuid> flow{};
    std::optional<std::int32_t> outcome{}; ///< hatif.type.v1.Outcome of the last attempt
    std::optional<v1::JobStatus> status{};
    std::optional<base::Instant> from{}; ///< created at or after
    std::optional<base::Instant> to{};   ///< created before
};

struct JobPage {
    std::vector<StoredJob> jobs;
    page::Meta meta;
};

/// The jobs of an organization that an event has told of. The total is exact up to 10,000, and
/// where all of one execution is asked for.
base::Result<JobPage> list_jobs(pg::Transaction& transaction,
                                base::OrganizationId organization,
                                const JobFilter& filter,
                                const page::Request& wanted);

/// A page alone, without a total: its cursor goes on as long as there are jobs, whatever the limit.
struct JobsRead {
    std::vector<StoredJob> jobs;
    std::optional<page::Cursor> next{};
};
base::Result<JobsRead> read_jobs(pg::Transaction& transaction,
                                 base::OrganizationId organization,
                                 const JobFilter& filter,
                                 const page::Request& wanted);

/// What is searched for within E.164 numbers: the digits, however they were spelled. A number in
/// national spelling, 0612…, is found without its zero. None when there is no digit.
std::optional<std::string> digits_searched(const std::string& search);

} // namespace hatif::reporting
