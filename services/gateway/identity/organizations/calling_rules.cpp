#include "gateway/identity/organizations/calling_rules.hpp"

#include <charconv>
#include <chrono>

namespace hatif::gateway {

namespace {

// A year that has a 29 February.
constexpr int some_leap_year = 2000;

/// The number that the text is in exactly so many digits.
std::optional<int> digits(std::string_view text, std::size_t count) {
    int value = 0;
    const auto* const end = text.data() + text.size();
    if (text.size() != count || text.starts_with('-')) return std::nullopt;
    const auto [read, failed] = std::from_chars(text.data(), end, value);
    if (failed != std::errc{} || read != end) return std::nullopt;
    return value;
}

} // namespace

bool is_holiday_date(std::string_view text) {
    const bool has_year = text.size() == 10 && text[4] == '-';
    const auto year = has_year ? digits(text.substr(0, 4), 4) : std::optional{some_leap_year};
    const auto day_of_year = has_year ? text.substr(5) : text;
    if (!year || *year == 0 || day_of_year.size() != 5 || day_of_year[2] != '-') return false;
    const auto month = digits(day_of_year.substr(0, 2), 2);
    const auto day = digits(day_of_year.substr(3), 2);
    if (!month || !day) return false;
    return std::chrono::year_month_day{std::chrono::year{*year},
                                       std::chrono::month{static_cast<unsigned>(*month)},
                                       std::chrono::day{static_cast<unsigned>(*day)}}
        .ok();
}

std::vector<std::int32_t> as_numbers(const std::vector<HourRange>& weekly) {
    std::vector<std::int32_t> numbers;
    for (const auto& it : weekly) {
        numbers.insert(numbers.end(), {it.weekday, it.from, it.until});
    }
    return numbers;
}

std::vector<HourRange> as_ranges(const std::vector<std::int32_t>& numbers) {
    std::vector<HourRange> weekly;
    for (std::size_t i = 0; i + 2 < numbers.size(); i += 3) {
        weekly.push_back({numbers[i], numbers[i + 1], numbers[i + 2]});
    }
    return weekly;
}

} // namespace hatif::gateway
