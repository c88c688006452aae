#include "page/request.hpp"

#include <catch2/catch.hpp>

using hatif::page::Asked;
using hatif::page::containing;
using hatif::page::Cursor;
using hatif::page::encode;
using hatif::page::Order;
using hatif::page::Request;

namespace {

constexpr auto id = "0192f3a4-0000-7000-8000-000000000001";

auto read(const Asked& asked) {
    return Request::read(asked, {"name", "createdAt"});
}

std::string refused(const Asked& asked) {
    const auto wanted = read(asked);
    std::string paths;
    if (!wanted) {
        for (const auto& wrong : wanted.error().fields) paths += wrong.path + " ";
    }
    return paths;
}

} // namespace

TEST_CASE("a list not asked for in detail is the newest twenty", "[page][request]") {
    const auto wanted = read({}).value();
    CHECK(wanted.page == 1);
    CHECK(wanted.limit == 20);
    CHECK(wanted.offset() == 0);
    CHECK(wanted.sort_by == "createdAt");
    CHECK(wanted.order == Order::descending);
}

TEST_CASE("the third page of fifty begins behind a hundred items", "[page][request]") {
    CHECK(read({.page = 3, .limit = 50})->offset() == 100);
}

TEST_CASE("the last page number does not overflow", "[page][request]") {
    CHECK(read({.page = 4294967295, .limit = 100})->offset() == 429496729400);
}

TEST_CASE("spaces around a search do not count", "[page][request]") {
    CHECK(read({.search = "  Amine "})->search == "Amine");
}

TEST_CASE("what may not be asked is refused by its name", "[page][request]") {
    CHECK(refused({.page = 0}) == "page ");
    CHECK(refused({.limit = 0}) == "limit ");
    CHECK(refused({.limit = 101}) == "limit ");
    CHECK(refused({.limit = 100}).empty());
    CHECK(refused({.search = std::string(101, 'a')}) == "search ");
    CHECK(refused({.search = std::string(100, 'a')}).empty());
    CHECK(refused({.search = std::string("a\0b", 3)}) == "search ");
    CHECK(refused({.sort_by = "phone; drop table"}) == "sortBy ");
    CHECK(refused({.cursor = "zz"}) == "cursor ");
}

TEST_CASE("all that is wrong is told at once", "[page][request]") {
    CHECK(refused({.page = 0, .limit = 1000, .sort_by = "x"}) == "page limit sortBy ");
}

TEST_CASE("a search is measured in characters, not in bytes", "[page][request]") {
    std::string arabic;
    for (int letter = 0; letter < 100; ++letter) arabic += "ه";
    CHECK(refused({.search = arabic}).empty());
}

TEST_CASE("a cursor says where the page begins, and which it is", "[page][request]") {
    const Cursor place{4, "name", Order::ascending, "Rabat", id};
    const auto wanted =
        read({.sort_by = "name", .order = Order::ascending, .cursor = encode(place)}).value();
    CHECK(wanted.after == place);
    CHECK(wanted.page == 4);
    CHECK(wanted.offset() == 0);
}

TEST_CASE("a cursor of another order is refused", "[page][request]") {
    const Cursor place{4, "name", Order::ascending, "Rabat", id};
    CHECK(refused({.cursor = encode(place)}) == "cursor ");
    CHECK(refused({.sort_by = "name", .cursor = encode(place)}) == "cursor ");
}

TEST_CASE("a cursor by time whose value is no time is refused", "[page][request]") {
    CHECK(refused({.cursor = encode({2, "createdAt", Order::descending, "1700000000", id})}) == "");
    CHECK(refused({.cursor = encode({2, "createdAt", Order::descending, "now", id})}) == "cursor ");
}

TEST_CASE("a search pattern takes percent signs and underscores as they are", "[page][request]") {
    CHECK(containing("50%_a\\") == "%50\\%\\_a\\\\%");
}
