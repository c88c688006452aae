#include "page/meta.hpp"

namespace hatif::page {

Meta meta(const Request& request, std::int64_t total, const std::optional<Place>& last) {
    const std::int64_t pages = (total + request.limit - 1) / request.limit;
    Meta said{.page = request.page,
              .limit = request.limit,
              .total = total,
              .total_pages = pages,
              .has_next_page =
                  request.page<pages, .has_previous_page = request.page> 1 && total > 0};
    if (said.has_next_page && last) {
        said.next_cursor =
            encode({request.page + 1, request.sort_by, request.order, last->value, last->id});
    }
    return said;
}

} // namespace hatif::page
