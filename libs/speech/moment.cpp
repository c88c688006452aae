#include "speech/moment.hpp"

#include "base/text.hpp"
#include "speech/decimal.hpp"

#include <string>

namespace hatif::speech {

namespace {

/// Takes a text apart from its front.
class Scanner {
public:
    explicit Scanner(std::string_view text) : rest_{text} {}

    bool at_end() const { return rest_.empty(); }

    bool take(char c) {
        if (!rest_.starts_with(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }

    /// Exactly so many digits.
    std::optional<int> number(std::size_t digits) {
        int value = 0;
        if (rest_.size() < digits) return std::nullopt;
        for (const char c : rest_.substr(0, digits)) {
            if (c < '0' || c > '9') return std::nullopt;
            value = value * 10 + (c - '0');
        }
        rest_.remove_prefix(digits);
        return value;
    }

    void skip_digits() {
        while (number(1)) {
        }
    }

private:
    std::string_view rest_;
};

std::optional<std::chrono::year_month_day> read_date(Scanner& scan) {
    const auto year = scan.number(4);
    if (!year || !scan.take('-')) return std::nullopt;
    const auto month = scan.number(2);
    if (!month || !scan.take('-')) return std::nullopt;
    const auto day = scan.number(2);
    if (!day) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok() || *year == 0) return std::nullopt; // before the year 1 is 1 BC
    return date;
}

std::optional<TimeOfDay> read_clock(Scanner& scan) {
    const auto hour = scan.number(2);
    if (!hour || !scan.take(':')) return std::nullopt;
    const auto minute = scan.number(2);
    if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
    return TimeOfDay{*hour, *minute};
}

/// Seconds and the offset; they are not said.
bool skip_rest(Scanner& scan) {
    if (scan.take(':')) {
        const auto seconds = scan.number(2);
        if (!seconds || *seconds > 60) return false;
        if (scan.take('.')) {
            if (!scan.number(1)) return false;
            scan.skip_digits();
        }
    }
    if (scan.take('Z')) return scan.at_end();
    if (scan.take('+') || scan.take('-')) {
        const auto hours = scan.number(2);
        scan.take(':');
        const auto minutes = scan.number(2);
        if (!hours || !minutes || *hours > 23 || *minutes > 59) return false;
    }
    return scan.at_end();
}

} // namespace

std::optional<Moment> read_moment(std::string_view text) {
    const std::string western = western_digits(base::trimmed(text));
    Moment moment;
    Scanner scan{western};
    if (western.find('-') == 4) {
        moment.date = read_date(scan);
        if (!moment.date) return std::nullopt;
        if (scan.at_end()) return moment;
        if (!scan.take('T') && !scan.take(' ')) return std::nullopt;
    }
    moment.time = read_clock(scan);
    if (!moment.time || !skip_rest(scan)) return std::nullopt;
    return moment;
}

} // namespace hatif::speech
