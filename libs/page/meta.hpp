#pragma once

#include "page/request.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace hatif::page {

/// Where the last item of a page stands: the value of the sorted column as text, and its id.
struct Place {
    std::string value;
    std::string id;
};

/// What is said about a page beside its items.
struct Meta {
    std::uint32_t page = 1;
    std::uint32_t limit = 20;
    std::int64_t total = 0;
    std::int64_t total_pages = 0;
    bool has_next_page = false;
    bool has_previous_page = false;
    std::optional<std::string> next_cursor{};

    bool operator==(const Meta&) const = default;
};

/// `total`: items in the whole list. `last`: the last item of this page; none when it is empty, or
/// when the list has no cursors.
Meta meta(const Request& request, std::int64_t total, const std::optional<Place>& last = {});

} // namespace hatif::page
