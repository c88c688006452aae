#include "page/request.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <vector>

namespace hatif::page {

namespace {

constexpr std::uint32_t greatest_limit = 100;
constexpr std::size_t longest_search = 100;

std::string joined(std::initializer_list<std::string_view> names) {
    std::string all;
    for (const auto name : names) all.append(all.empty() ? "" : ", ").append(name);
    return all;
}

bool leads_on(const Cursor& after, const Request& wanted) {
    return after.sort_by == wanted.sort_by && after.order == wanted.order &&
           (after.sort_by != "createdAt" || moment(after.value));
}

bool readable(std::string_view text) {
    return base::is_utf8(text) && text.find('\0') == std::string_view::npos;
}

} // namespace

base::Result<Request> Request::read(const Asked& asked,
                                    std::initializer_list<std::string_view> sortable) {
    Request wanted;
    std::vector<base::FieldError> wrong;
    wanted.page = asked.page.value_or(wanted.page);
    if (wanted.page == 0) wrong.push_back({"page", "must be at least 1"});
    wanted.limit = asked.limit.value_or(wanted.limit);
    if (wanted.limit == 0 || wanted.limit > greatest_limit) {
        wrong.push_back({"limit", "must be 1 to 100"});
    }
    if (asked.search) {
        wanted.search = base::trimmed(*asked.search);
        if (!readable(wanted.search) ||
            base::length_in_characters(wanted.search) > longest_search) {
            wrong.push_back({"search", "must be at most 100 characters"});
        }
    }
    wanted.sort_by = asked.sort_by.value_or(wanted.sort_by);
    if (std::find(sortable.begin(), sortable.end(), wanted.sort_by) == sortable.end()) {
        wrong.push_back({"sortBy", "must be one of " + joined(sortable)});
    }
    wanted.order = asked.order.value_or(wanted.order);
    if (asked.cursor) {
        auto after = decode(*asked.cursor);
        if (!after || !leads_on(*after, wanted)) {
            wrong.push_back({"cursor", "is not a cursor of this list in this order"});
        } else {
            wanted.page = after->page;
            wanted.after = std::move(*after);
        }
    }
    if (wrong.empty()) return wanted;
    return base::fail({base::Errc::invalid, "the list cannot be read so", "VALIDATION", wrong});
}

std::int64_t Request::offset() const {
    if (after) return 0;
    return (std::int64_t{page} - 1) * limit;
}

std::string containing(std::string_view text) {
    std::string pattern{"%"};
    for (const char letter : text) {
        if (letter == '%' || letter == '_' || letter == '\\') pattern += '\\';
        pattern += letter;
    }
    return pattern + '%';
}

} // namespace hatif::page
