#pragma once

#include "base/result.hpp"
#include "page/meta.hpp"
#include "page/wire.hpp"
#include "pg/transaction.hpp"

#include <hatif/type/v1/page.pb.h>

#include <string>
#include <vector>

namespace hatif::gateway {

/// What a page of a table is read by.
struct ListQuery {
    std::string columns;
    std::string table;
    std::string where; ///< with $1, $2, … as `params` has them
    std::vector<pg::Param> params;
    std::string name; ///< the text column of the order that is not createdAt's
};

struct ListRows {
    pg::Rows rows;
    std::int64_t total = 0;
};

/// One page of the rows, and how many there are in all.
base::Result<ListRows>
list_rows(pg::Transaction& transaction, ListQuery query, const page::Request& wanted);

/// Reads which page is wanted and answers it: `read(row)` makes a thing with an id, created_at and
/// what it is called by, `write(thing, wire)` prints it, `name_of(thing)` is the text of the order
/// that is not createdAt's, which clients call `name`.
template <class Request, class List, class Query, class Read, class Write, class NameOf>
base::Result<void> answer_page(pg::Transaction& transaction,
                               const Request& request,
                               const char* name,
                               const Query& query,
                               const Read& read,
                               const Write& write,
                               const NameOf& name_of,
                               List& list) {
    const auto wanted =
        page::Request::read(page::asked(request, type::v1::SORT_ORDER_ASC), {name, "createdAt"});
    if (!wanted) return base::fail(wanted.error());
    const auto listed = list_rows(transaction, query(*wanted), *wanted);
    if (!listed) return base::fail(listed.error());
    std::optional<page::Place> last;
    for (const auto row : listed->rows) {
        const auto it = read(row);
        write(it, *list.add_data());
        last = page::Place{wanted->sort_by == name ? name_of(it) : page::as_value(it.created_at),
                           it.id.value().to_string()};
    }
    page::write(page::meta(*wanted, listed->total, last), *list.mutable_meta());
    return {};
}

} // namespace hatif::gateway
