#include "phone/phone_number.hpp"

#include <catch2/catch.hpp>

#include <sstream>
#include <string>

using hatif::phone::PhoneNumber;

TEST_CASE("a phone number keeps its E.164 for the wire", "[phone][number]") {
    CHECK(PhoneNumber::parse("+212612345678")->e164() == "+212612345678");
}

TEST_CASE("a phone number prints masked", "[phone][number]") {
    std::ostringstream out;
    out << *PhoneNumber::parse("+212612345678");
    CHECK(out.str() == "+2126•••5678");
    CHECK(PhoneNumber::parse("+2906123")->masked() == "+2•••23");
}

TEST_CASE("what is not E.164 is no phone number", "[phone][number]") {
    const auto text = GENERATE(as<std::string>{}, "", "+", "212612345678", "+0612345678",
                               "+212 612", "+21261234567890123", "+12a45678", "+123");
    CAPTURE(text);
    CHECK_FALSE(PhoneNumber::parse(text));
}
