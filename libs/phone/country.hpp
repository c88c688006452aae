#pragma once

#include <compare>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

namespace hatif::phone {

/// ISO 3166-1 alpha-2: "MA". Which country's habits a number without a country code is read by.
class Country {
public:
    /// Two capital letters; whether such a country exists is not asked.
    static std::optional<Country> parse(std::string_view code) {
        const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
        if (code.size() != 2 || !capital(code[0]) || !capital(code[1])) return std::nullopt;
        return Country{code};
    }

    const std::string& code() const { return code_; }

    auto operator<=>(const Country&) const = default;

    friend std::ostream& operator<<(std::ostream& out, const Country& it) {
        return out << it.code_;
    }

private:
    explicit Country(std::string_view code) : code_{code} {}

    std::string code_;
};

} // namespace hatif::phone
