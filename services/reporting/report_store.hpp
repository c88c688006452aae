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

struct JobPage {
    std::vector<StoredJob> jobs;
    page::Meta meta;
};

/// The jobs of one execution that an event has told of. EXECUTION_NOT_FOUND. `outcome`: only those
/// whose last attempt ended so.
base::Result<JobPage> list_jobs(pg::Transaction& transaction,
                                base::OrganizationId organization,
                                const base::Uuid& execution,
                                const page::Request& wanted,
                                std::optional<std::int32_t> outcome);

/// What is searched for within E.164 numbers: the digits, however they were spelled. A number in
/// national spelling, 0612…, is found without its zero. None when there is no digit.
std::optional<std::string> digits_searched(const std::string& search);

} // namespace hatif::reporting
