#pragma once

#include "base/ids.hpp"
#include "pg/pool.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace hatif::load {

/// Running executions, written into the scheduler's tables as launches of this moment.
struct ModelCampaign {
    std::int64_t contacts = 0; ///< of each audience
    int executions = 1;        ///< each of an organization of its own
    bool planned = false;      ///< all members have their jobs already, none is due
    double limit = 0;          ///< calls a second of each; 0: none

    void write(pg::Pool& pool) const;
};

/// Bytes of the tables that attempts live in, by name: heap and indexes.
struct Size {
    std::string table;
    std::int64_t heap = 0;
    std::int64_t indexes = 0;
};
std::vector<Size> sizes(pg::Pool& pool);

/// Writes the tables anew: as small as they can be with what they hold.
void rewrite(pg::Pool& pool);

/// Attempts that are over, by the counts of the executions: what is asked often must cost nothing
/// beside what is measured.
std::int64_t ended(pg::Pool& pool);

} // namespace hatif::load
