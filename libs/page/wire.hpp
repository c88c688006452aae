#pragma once

#include "page/meta.hpp"
#include "page/request.hpp"

/// Between this unit's values and any message that has the members of a list request or of a
/// PageMeta. Templates, since a pure unit knows no generated type.
namespace hatif::page {

/// `ascending`: the enumerator that means so. Members that the message does not have are not asked.
template <class Message, class SortOrder>
Asked asked(const Message& request, [[maybe_unused]] SortOrder ascending) {
    Asked it;
    if (request.has_page()) it.page = request.page();
    if (request.has_limit()) it.limit = request.limit();
    if constexpr (requires { request.has_search(); }) {
        if (request.has_search()) it.search = request.search();
    }
    if constexpr (requires { request.has_sort_by(); }) {
        if (request.has_sort_by()) it.sort_by = request.sort_by();
    }
    if constexpr (requires { request.has_sort_order(); }) {
        if (request.has_sort_order()) {
            it.order = request.sort_order() == ascending ? Order::ascending : Order::descending;
        }
    }
    if constexpr (requires { request.has_cursor(); }) {
        if (request.has_cursor()) it.cursor = request.cursor();
    }
    return it;
}

template <class PageMeta>
void write(const Meta& meta, PageMeta& out) {
    out.set_page(meta.page);
    out.set_limit(meta.limit);
    out.set_total(meta.total);
    out.set_total_pages(meta.total_pages);
    out.set_has_next_page(meta.has_next_page);
    out.set_has_previous_page(meta.has_previous_page);
    if (meta.next_cursor) out.set_next_cursor(*meta.next_cursor);
}

} // namespace hatif::page
