#pragma once

#include "base/instant.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hatif::page {

enum class Order { ascending, descending };

/// Behind which item the next page begins. Clients see one opaque word; it is no secret and proves
/// nothing, so what comes back is checked like any other member.
struct Cursor {
    std::uint32_t page = 1; ///< the number of the page that begins here
    std::string sort_by;    ///< the order in which the place has its meaning
    Order order = Order::descending;
    std::string value; ///< the last item's value of the sorted column, as text
    std::string id;    ///< the last item's id, which tells equal values apart

    bool operator==(const Cursor&) const = default;
};

std::string encode(const Cursor& cursor);
base::Result<Cursor> decode(std::string_view text);

/// A moment as a cursor's value, to the microsecond; and back.
std::string as_value(base::Instant at);
std::optional<base::Instant> moment(std::string_view value);

} // namespace hatif::page
