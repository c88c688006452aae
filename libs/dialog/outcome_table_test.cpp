#include "dialog/outcome_table.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>

using namespace hatif::dialog;

TEST_CASE("docs/sip.md says what the table does", "[unit][dialog][final_code]") {
    std::ifstream page{"../../docs/sip.md"}; // tests run in their unit's folder
    const std::string text{std::istreambuf_iterator<char>{page}, {}};
    REQUIRE_FALSE(text.empty());
    CHECK(text.find(outcome_table()) != std::string::npos); // else: hatif-dialer sip-table
}
