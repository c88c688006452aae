#include "page/clauses.hpp"

#include <catch2/catch.hpp>

using hatif::page::clauses;
using hatif::page::Cursor;
using hatif::page::Order;
using hatif::page::Request;

TEST_CASE("a page by number asks for an order only", "[page][clauses]") {
    const auto part = clauses(Request{}, "created_at", "$4", "$5");
    CHECK(part.order == " ORDER BY created_at DESC, id DESC");
    CHECK(part.behind == "($4 IS NULL AND $5 IS NULL)");
}

TEST_CASE("a page by cursor begins behind its place, in its direction", "[page][clauses]") {
    Request wanted{.after = Cursor{}};
    CHECK(clauses(wanted, "created_at", "$4", "$5").behind == "(created_at, id) < ($4, $5)");
    wanted.order = Order::ascending;
    CHECK(clauses(wanted, "name", "$4", "$5").behind == "(name, id) > ($4, $5)");
    CHECK(clauses(wanted, "name", "$4", "$5").order == " ORDER BY name ASC, id ASC");
    CHECK(clauses(wanted, "f.name", "$4", "$5", "f.id").behind == "(f.name, f.id) > ($4, $5)");
}
