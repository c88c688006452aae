#pragma once

#include "base/result.hpp"
#include "page/cursor.hpp"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace hatif::page {

/// The members of a list request as the client sent them; `page/wire.hpp` takes them from a
/// message.
struct Asked {
    std::optional<std::uint32_t> page{};
    std::optional<std::uint32_t> limit{};
    std::optional<std::string> search{};
    std::optional<std::string> sort_by{};
    std::optional<Order> order{};
    std::optional<std::string> cursor{};
};

/// One page of a list, checked: limit 1 to 100 (20), page from 1, search of at most 100 characters
/// without the spaces around it, sorted by `createdAt` descending unless told otherwise.
///
///     const auto wanted = page::Request::read(page::asked(request, SORT_ORDER_ASC),
///                                             {"name", "createdAt"});
///     if (!wanted) return base::fail(wanted.error());    // every wrong member named
struct Request {
    std::uint32_t page = 1;
    std::uint32_t limit = 20;
    std::string search{};
    std::string sort_by{"createdAt"};
    Order order = Order::descending;
    /// Begin behind this item, not at `offset()`. It agrees with sort_by and order, and its value
    /// is a moment when sort_by is `createdAt`.
    std::optional<Cursor> after{};

    /// `sortable`: the names that `sortBy` may take; `createdAt` belongs among them.
    static base::Result<Request> read(const Asked& asked,
                                      std::initializer_list<std::string_view> sortable);

    /// The items before the page, for SQL's OFFSET; 0 when a cursor says where to begin.
    std::int64_t offset() const;
    bool ascending() const { return order == Order::ascending; }
};

/// A LIKE pattern of texts that contain this one: `%` and `_` stand for themselves.
std::string containing(std::string_view text);

} // namespace hatif::page
