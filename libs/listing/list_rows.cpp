#include "listing/list_rows.hpp"

#include "page/clauses.hpp"

#include <charconv>
#include <optional>

namespace hatif::listing {

using base::fail;
using base::Result;

namespace {

/// Where the page begins, as a value of the column that it is ordered by. NULL without a cursor.
Result<pg::Param> place_of(const page::Request& wanted, bool is_number) {
    const auto* after = wanted.after ? &*wanted.after : nullptr;
    if (wanted.sort_by == "createdAt") {
        return pg::param(after != nullptr ? page::moment(after->value) : std::nullopt);
    }
    if (!is_number) {
        return pg::param(after != nullptr ? std::optional{after->value} : std::nullopt);
    }
    std::optional<double> number;
    if (after != nullptr) {
        const auto* const end = after->value.data() + after->value.size();
        const auto read = std::from_chars(after->value.data(), end, number.emplace());
        if (read.ec != std::errc{} || read.ptr != end) {
            return fail({base::Errc::invalid,
                         "the list cannot be read so",
                         "VALIDATION",
                         {{"cursor", "is not a cursor of this list in this order"}}});
        }
    }
    return pg::param(number);
}

} // namespace

Result<ListRows>
list_rows(pg::Transaction& transaction, ListQuery query, const page::Request& wanted) {
    const auto from = " FROM " + query.table + " WHERE " + query.where;
    const auto total = transaction.execute("SELECT count(*)" + from, query.params);
    if (!total) return fail(total.error());

    const auto with = [&](pg::Param value) {
        query.params.push_back(std::move(value));
        return "$" + std::to_string(query.params.size());
    };
    const auto place = place_of(wanted, query.is_number);
    if (!place) return fail(place.error());
    std::optional<base::Uuid> id;
    if (wanted.after) id = base::Uuid::parse(wanted.after->id);
    const auto value = with(*place);
    const auto* const column = wanted.sort_by == "createdAt" ? "created_at" : query.name.c_str();
    const auto part = page::clauses(wanted, column, value, with(pg::param(id)));
    auto sql = "SELECT " + query.columns + from + " AND " + part.behind + part.order;
    sql += " LIMIT " + with(pg::param(std::int64_t{wanted.limit}));
    sql += " OFFSET " + with(pg::param(wanted.offset()));
    auto rows = transaction.execute(sql, query.params);
    if (!rows) return fail(rows.error());
    return ListRows{*std::move(rows), (*total)[0].get<std::int64_t>(0)};
}

} // namespace hatif::listing
