#include "program_scheduler/numbers/dialled_number.hpp"

#include "phone/reading.hpp"
#include "program_scheduler/numbers/did_rows.hpp"

#include <algorithm>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

/// Fewer digits at the end of a number name nobody.
constexpr std::size_t fewest_digits = 5;

/// Without the parameters of a user part (";npdi") and what people put between digits (RFC 3966);
/// "" when something else is left than digits behind a plus.
std::string plain(std::string_view dialled) {
    std::string text;
    for (const char c : dialled.substr(0, dialled.find(';'))) {
        const bool is_plus = c == '+' && text.empty();
        if (is_plus || (c >= '0' && c <= '9')) {
            text += c;
        } else if (std::string_view{" -.()"}.find(c) == std::string_view::npos) {
            return {};
        }
    }
    return text;
}

} // namespace

std::vector<std::string> international(std::string_view dialled) {
    const auto text = plain(dialled);
    if (text.empty()) return {};
    if (text.front() == '+') return {text};
    if (text.starts_with("00")) return {"+" + text.substr(2)};
    return {"+" + text};
}

std::optional<std::string> e164_of(std::string_view dialled,
                                   const std::optional<std::string>& country) {
    const auto text = plain(dialled);
    if (text.empty()) return {};
    if (text.front() == '+') {
        const auto number = phone::PhoneNumber::parse(text);
        return number ? std::optional{number->e164()} : std::nullopt;
    }
    const auto home = country ? phone::Country::parse(*country) : std::nullopt;
    if (!home) return {};
    const auto reading = phone::read(text, *home);
    if (!reading || !reading->number) return {};
    return reading->number->e164();
}

Result<std::optional<Did>> did_dialled(pg::Transaction& transaction, std::string_view dialled) {
    const auto exact = dids_numbered(transaction, international(dialled));
    if (!exact) return fail(exact.error());
    if (!exact->empty()) return std::optional{exact->front()};
    auto digits = plain(dialled);
    if (digits.starts_with('+')) return std::optional<Did>{};
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
    if (digits.size() < fewest_digits) return std::optional<Did>{};
    const auto alike = dids_ending(transaction, digits);
    if (!alike) return fail(alike.error());
    const auto found = std::find_if(alike->begin(), alike->end(), [&](const Did& it) {
        return e164_of(dialled, it.country) == it.number;
    });
    return found == alike->end() ? std::optional<Did>{} : std::optional{*found};
}

} // namespace hatif::program_scheduler
