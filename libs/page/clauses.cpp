#include "page/clauses.hpp"

namespace hatif::page {

namespace {

std::string joined(std::initializer_list<std::string_view> parts) {
    std::string all;
    for (const auto part : parts) all += part;
    return all;
}

} // namespace

Clauses clauses(const Request& request,
                std::string_view column,
                std::string_view value,
                std::string_view id,
                std::string_view id_column) {
    const std::string_view way = request.ascending() ? " ASC" : " DESC";
    const std::string_view than = request.ascending() ? ") > (" : ") < (";
    // Without a cursor the placeholders stand in it all the same, so that PostgreSQL knows of them.
    const auto behind = request.after
                            ? joined({"(", column, ", ", id_column, than, value, ", ", id, ")"})
                            : joined({"(", value, " IS NULL AND ", id, " IS NULL)"});
    return {behind, joined({" ORDER BY ", column, way, ", ", id_column, way})};
}

} // namespace hatif::page
