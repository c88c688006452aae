#include "gateway/identity/list_rows.hpp"

#include "page/clauses.hpp"

#include <optional>

namespace hatif::gateway {

using base::fail;
using base::Result;

Result<ListRows>
list_rows(pg::Transaction& transaction, ListQuery query, const page::Request& wanted) {
    const auto from = " FROM " + query.table + " WHERE " + query.where;
    const auto total = transaction.execute("SELECT count(*)" + from, query.params);
    if (!total) return fail(total.error());

    const auto with = [&](pg::Param value) {
        query.params.push_back(std::move(value));
        return "$" + std::to_string(query.params.size());
    };
    const bool by_time = wanted.sort_by == "createdAt";
    std::optional<std::string> name;
    std::optional<base::Instant> time;
    std::optional<base::Uuid> id;
    if (wanted.after) {
        if (by_time) time = page::moment(wanted.after->value);
        if (!by_time) name = wanted.after->value;
        id = base::Uuid::parse(wanted.after->id);
    }
    const auto value = with(by_time ? pg::param(time) : pg::param(name));
    const auto part =
        page::clauses(wanted, by_time ? "created_at" : query.name, value, with(pg::param(id)));
    auto sql = "SELECT " + query.columns + from + " AND " + part.behind + part.order;
    sql += " LIMIT " + with(pg::param(std::int64_t{wanted.limit}));
    sql += " OFFSET " + with(pg::param(wanted.offset()));
    auto rows = transaction.execute(sql, query.params);
    if (!rows) return fail(rows.error());
    return ListRows{*std::move(rows), (*total)[0].get<std::int64_t>(0)};
}

} // namespace hatif::gateway
