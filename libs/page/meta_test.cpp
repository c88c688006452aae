#include "page/meta.hpp"

#include <catch2/catch.hpp>

using hatif::page::decode;
using hatif::page::meta;
using hatif::page::Place;
using hatif::page::Request;

namespace {

constexpr auto id = "0192f3a4-0000-7000-8000-000000000001";

} // namespace

TEST_CASE("where a page stands in its list", "[page][meta]") {
    struct Row {
        std::uint32_t page, limit;
        std::int64_t total, pages;
        bool next, previous;
        const char* why;
    };
    // clang-format off
    const auto row = GENERATE(
        Row{1, 20,  0, 0, false, false, "an empty list has no page at all"},
        Row{1, 20, 20, 1, false, false, "a full page is the only one"},
        Row{1, 20, 21, 2, true,  false, "one item more makes another page"},
        Row{2, 20, 21, 2, false, true,  "the last page has none behind it"},
        Row{2, 20, 60, 3, true,  true,  "in the middle"},
        Row{9, 20, 21, 2, false, true,  "beyond the end there are only pages before"},
        Row{9, 20,  0, 0, false, false, "beyond the end of nothing there is nothing"});
    // clang-format on
    INFO(row.why);
    const auto said = meta(Request{.page = row.page, .limit = row.limit}, row.total);
    CHECK(said.page == row.page);
    CHECK(said.total == row.total);
    CHECK(said.total_pages == row.pages);
    CHECK(said.has_next_page == row.next);
    CHECK(said.has_previous_page == row.previous);
}

TEST_CASE("the next cursor begins behind the last item", "[page][meta]") {
    const auto said = meta(Request{.page = 2, .limit = 10}, 35, Place{"2025", id});
    const auto next = decode(said.next_cursor.value()).value();
    CHECK(next.page == 3);
    CHECK(next.value == "2025");
    CHECK(next.id == id);
}

TEST_CASE("the last page has no cursor", "[page][meta]") {
    CHECK_FALSE(meta(Request{.page = 4, .limit = 10}, 35, Place{"2025", id}).next_cursor);
}
