#include "speech/decimal.hpp"

#include <catch2/catch.hpp>

using namespace hatif::speech;

namespace {

std::string reason(const char* text) {
    const auto read = read_decimal(text);
    return read ? "" : read.error().reason;
}

} // namespace

TEST_CASE("a number is read as people write it, in the digits of either script",
          "[speech][decimal]") {
    CHECK(read_decimal("12").value() == Decimal{false, 12, ""});
    CHECK(read_decimal(" -12.50 ").value() == Decimal{true, 12, "50"});
    CHECK(read_decimal("+7").value() == Decimal{false, 7, ""});
    CHECK(read_decimal("١٢.٥").value() == Decimal{false, 12, "5"});
    CHECK(read_decimal("۳").value() == Decimal{false, 3, ""});
    CHECK(read_decimal("999999999999").value().whole == largest);
}

TEST_CASE("each digit of the other scripts is read as its own, and no sign beside them",
          "[speech][decimal]") {
    CHECK(western_digits("٠١٢٣٤٥٦٧٨٩") == "0123456789");
    CHECK(western_digits("۰۱۲۳۴۵۶۷۸۹") == "0123456789");
    for (const auto* other : {"\xD9\x9F", "\xD9\xAA", "\xDB\xAF", "\xDB\xBA", "\xD9"}) {
        CHECK(western_digits(other) == other);
    }
}

TEST_CASE("what is no number, or too large a one, is refused", "[speech][decimal]") {
    for (const auto* text : {"", "-", "+-1", "1e5", "12,5", "1.", ".5", "1.2.3", "abc", "1 000"}) {
        CAPTURE(text);
        CHECK(reason(text) == "not_a_number");
    }
    CHECK(reason("1000000000000") == "number_too_large");
    CHECK(reason("99999999999999999999999999") == "number_too_large");
}

TEST_CASE("rounding goes half away from zero, and carries", "[speech][decimal]") {
    CHECK(rounded({false, 1, "005"}, 2) == Decimal{false, 1, "01"});
    CHECK(rounded({false, 1, "004"}, 2) == Decimal{false, 1, "00"});
    CHECK(rounded({true, 9, "995"}, 2) == Decimal{true, 10, "00"});
    CHECK(rounded({false, 9, "5"}, 0) == Decimal{false, 10, ""});
    CHECK(rounded({false, 3, "5"}, 2) == Decimal{false, 3, "50"});
}
