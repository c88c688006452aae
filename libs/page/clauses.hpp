#pragma once

#include "page/request.hpp"

#include <string>
#include <string_view>

namespace hatif::page {

/// The parts of a SELECT that a page decides. The column is the service's own word, never the
/// client's; `id_column` tells equal values apart.
///
///     const auto part = page::clauses(wanted, "name", "$4", "$5");
///     "SELECT … WHERE organization_id = $1 AND " + part.behind + part.order + " LIMIT $2 OFFSET
///     $3"
struct Clauses {
    std::string behind; ///< "(name, id) > ($4, $5)"; true of all without a cursor
    std::string order;  ///< " ORDER BY name ASC, id ASC"
};

/// `value` and `id`: the placeholders of the cursor's place. Both parameters are optionals, NULL
/// when there is no cursor.
Clauses clauses(const Request& request,
                std::string_view column,
                std::string_view value,
                std::string_view id,
                std::string_view id_column = "id");

} // namespace hatif::page
