#pragma once

#include "base/result.hpp"
#include "listing/list_rows.hpp"
#include "page/meta.hpp"
#include "page/wire.hpp"

#include <hatif/type/v1/page.pb.h>

#include <optional>

namespace hatif::gateway {

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
    const auto listed = listing::list_rows(transaction, query(*wanted), *wanted);
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
