#include "csv/row.hpp"

#include <catch2/catch.hpp>

using namespace hatif::csv;

namespace {

std::string row(const std::vector<std::string_view>& fields) {
    std::string out;
    append_row(out, fields);
    return out;
}

} // namespace

TEST_CASE("fields stand between commas, a row ends with CRLF", "[unit][csv]") {
    CHECK(row({"id", "", "+212612345678"}) == "id,,+212612345678\r\n");
    CHECK(row({}) == "\r\n");
}

TEST_CASE("a field is quoted where its characters mean something else", "[unit][csv]") {
    CHECK(row({"Fès, médina"}) == "\"Fès, médina\"\r\n");
    CHECK(row({"the \"old\" one"}) == "\"the \"\"old\"\" one\"\r\n");
    CHECK(row({"two\nlines"}) == "\"two\nlines\"\r\n");
    CHECK(row({" kept ", "x"}) == "\" kept \",x\r\n");
}
