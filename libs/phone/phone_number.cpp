#include "phone/phone_number.hpp"

#include <algorithm>

namespace hatif::phone {

base::Result<PhoneNumber> PhoneNumber::parse(std::string_view e164) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    if (e164.size() < 5 || e164.size() > 16 || e164[0] != '+' || e164[1] == '0' ||
        !std::all_of(e164.begin() + 1, e164.end(), digit)) {
        return base::fail(base::Errc::invalid, "must be an E.164 number such as +212612345678");
    }
    return PhoneNumber{e164};
}

std::string PhoneNumber::masked() const {
    const bool is_long = e164_.size() > 10;
    const std::size_t head = is_long ? 5 : 2;
    const std::size_t tail = is_long ? 4 : 2;
    return e164_.substr(0, head) + "•••" + e164_.substr(e164_.size() - tail);
}

} // namespace hatif::phone
