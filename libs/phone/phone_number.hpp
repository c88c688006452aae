#pragma once

#include "base/result.hpp"

#include <compare>
#include <ostream>
#include <string>
#include <string_view>

namespace hatif::phone {

/// A number that can be dialled, E.164 inside: "+212612345678". It prints masked, so that no log
/// shows whom we called; only the wire asks for all of it.
class PhoneNumber {
public:
    /// A plus, no zero after it, 4 to 15 digits in all. For other spellings see reading.hpp.
    static base::Result<PhoneNumber> parse(std::string_view e164);

    /// For the wire and the database.
    const std::string& e164() const { return e164_; }

    /// "+2126•••5678".
    std::string masked() const;

    auto operator<=>(const PhoneNumber&) const = default;

    friend std::ostream& operator<<(std::ostream& out, const PhoneNumber& it) {
        return out << it.masked();
    }

private:
    explicit PhoneNumber(std::string_view e164) : e164_{e164} {}

    std::string e164_;
};

} // namespace hatif::phone
