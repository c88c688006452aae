#include "page/cursor.hpp"

#include "base/text.hpp"
#include "base/uuid.hpp"

#include <charconv>

namespace hatif::page {

namespace {

// The first part names the layout, so that a cursor of an older release is refused, not misread.
constexpr std::string_view layout = "1";
constexpr char separator = '\x1f';
constexpr std::size_t longest = 4096;

std::optional<std::uint32_t> read_page(std::string_view text) {
    std::uint32_t page = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), page);
    if (failed != std::errc{} || end != text.data() + text.size() || page == 0) return {};
    return page;
}

std::optional<Order> read_order(std::string_view text) {
    if (text == "asc") return Order::ascending;
    if (text == "desc") return Order::descending;
    return {};
}

} // namespace

std::string encode(const Cursor& cursor) {
    std::string plain{layout};
    const auto add = [&](std::string_view part) { plain.append(1, separator).append(part); };
    add(std::to_string(cursor.page));
    add(cursor.sort_by);
    add(cursor.order == Order::ascending ? "asc" : "desc");
    add(cursor.id);
    add(cursor.value); // last: it alone may hold the separator
    return base::to_hex(plain);
}

base::Result<Cursor> decode(std::string_view text) {
    const auto refused = [] {
        return base::fail(base::Errc::invalid, "is not a cursor of this list", "VALIDATION");
    };
    if (text.size() > longest) return refused();
    const auto plain = base::from_hex(text);
    if (!plain || !base::is_utf8(*plain)) return refused();

    std::string_view rest = *plain;
    const auto next = [&]() -> std::string_view {
        const auto end = rest.find(separator);
        const auto part = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        return part;
    };
    if (next() != layout) return refused();
    const auto page = read_page(next());
    const auto sort_by = next();
    const auto order = read_order(next());
    const auto id = next();
    // PostgreSQL takes no NUL in a text.
    if (!page || !order || !base::Uuid::parse(id) || rest.find('\0') != rest.npos) return refused();
    return Cursor{*page, std::string{sort_by}, *order, std::string{rest}, std::string{id}};
}

std::string as_value(base::Instant at) {
    return std::to_string(at.time_since_epoch().count());
}

std::optional<base::Instant> moment(std::string_view value) {
    std::int64_t count = 0;
    const auto [end, failed] = std::from_chars(value.data(), value.data() + value.size(), count);
    // PostgreSQL's own moments end before those of 64 bits.
    constexpr std::int64_t year_5138 = 100'000'000'000'000'000;
    const bool whole = failed == std::errc{} && end == value.data() + value.size();
    if (!whole || count < 0 || count > year_5138) return {};
    return base::Instant{base::Duration{count}};
}

} // namespace hatif::page
