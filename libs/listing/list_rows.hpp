#pragma once

#include "base/result.hpp"
#include "page/request.hpp"
#include "pg/transaction.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace hatif::listing {

/// What a page of a table is read by.
struct ListQuery {
    std::string columns;
    std::string table;
    std::string where; ///< with $1, $2, … as `params` has them
    std::vector<pg::Param> params;
    std::string name; ///< the column of the order that is not createdAt's: a text, unless
    bool is_number = false;
};

struct ListRows {
    pg::Rows rows;
    std::int64_t total = 0;
};

/// One page of the rows, and how many there are in all.
base::Result<ListRows>
list_rows(pg::Transaction& transaction, ListQuery query, const page::Request& wanted);

/// The same, read.
template <class Thing>
struct Found {
    std::vector<Thing> things{};
    std::int64_t total = 0;
};

} // namespace hatif::listing
