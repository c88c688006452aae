#include "speech/currency.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace hatif::speech {

namespace {

using base::Errc;
using base::fail;
using base::Result;

/// A coin by its key, and where it is feminine.
struct Coin {
    std::string_view key;
    bool feminine_in_arabic = false;
    bool feminine_in_french = false;
    bool begins_with_vowel = false;
};

struct Currency {
    std::string_view code; // ISO 4217
    Coin unit;
    Coin part;
    std::size_t places; // a unit has 10^places parts
};

constexpr std::array currencies{
    // clang-format off
    Currency{"MAD", {"dirham"},                   {"centime"},              2},
    Currency{"AED", {"dirham"},                   {"fils"},                 2},
    Currency{"DZD", {"dinar"},                    {"centime"},              2},
    Currency{"EGP", {"pound", false, true},       {"piastre", false, true}, 2},
    Currency{"EUR", {"euro", false, false, true}, {"cent"},                 2},
    Currency{"GBP", {"pound", false, true},       {"penny"},                2},
    Currency{"QAR", {"riyal"},                    {"dirham"},               2},
    Currency{"SAR", {"riyal"},                    {"halala", true, true},   2},
    Currency{"TND", {"dinar"},                    {"millime"},              3},
    Currency{"USD", {"dollar"},                   {"cent"},                 2},
    Currency{"XAF", {"franc"},                    {"centime"},              0},
    Currency{"XOF", {"franc"},                    {"centime"},              0},
    // clang-format on
};

const Currency* find(std::string_view code) {
    const auto it = std::find_if(currencies.begin(), currencies.end(),
                                 [&](const Currency& one) { return one.code == code; });
    return it == currencies.end() ? nullptr : &*it;
}

Noun noun_of(const Coin& coin, Language language) {
    const bool feminine = (language == Language::ar && coin.feminine_in_arabic) ||
                          (language == Language::fr && coin.feminine_in_french);
    return {coin.key, feminine, coin.begins_with_vowel};
}

} // namespace

bool is_currency(std::string_view code) {
    return find(code) != nullptr;
}

std::vector<std::string_view> currency_codes() {
    std::vector<std::string_view> codes;
    for (const auto& currency : currencies) codes.push_back(currency.code);
    return codes;
}

Result<Keys> say_amount(Language language, Decimal amount, std::string_view code) {
    const auto* currency = find(code);
    if (currency == nullptr) {
        return fail(Errc::invalid, "amounts cannot be said in " + std::string{code},
                    "currency_unknown");
    }
    amount = rounded(std::move(amount), currency->places);
    if (amount.whole > largest) {
        return fail(Errc::invalid, "amounts are said up to 999,999,999,999", "number_too_large");
    }
    const std::uint64_t parts = amount.fraction.empty() ? 0 : std::stoull(amount.fraction);
    const Speaker speaker{language};
    Keys keys;
    if (amount.negative && (amount.whole != 0 || parts != 0)) keys.emplace_back("minus");
    if (amount.whole != 0 || parts == 0) {
        append(keys, speaker.counted(amount.whole, noun_of(currency->unit, language)));
    }
    if (parts == 0) return keys;
    if (amount.whole != 0) keys.emplace_back("and");
    append(keys, speaker.counted(parts, noun_of(currency->part, language)));
    return keys;
}

} // namespace hatif::speech
