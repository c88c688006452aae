#include "zone/posix_rule.hpp"

#include <algorithm>

namespace hatif::zone {

using base::Duration;
using base::Instant;
using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

namespace {

/// Reads from the left, and remembers when it could not.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_{text} {}

    bool ended() const { return rest_.empty(); }
    bool well() const { return well_; }

    bool takes(char wanted) {
        if (!rest_.starts_with(wanted)) return false;
        rest_.remove_prefix(1);
        return true;
    }

    void expect(char wanted) { well_ = takes(wanted) && well_; }

    /// Three letters or more; anything within <>.
    void name() {
        if (takes('<')) {
            const auto end = rest_.find('>');
            well_ = well_ && end != rest_.npos;
            rest_.remove_prefix(std::min(end, rest_.size()));
            return expect('>');
        }
        const auto letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
        const auto end = std::find_if_not(rest_.begin(), rest_.end(), letter);
        well_ = well_ && end - rest_.begin() >= 3;
        rest_.remove_prefix(static_cast<std::size_t>(end - rest_.begin()));
    }

    int number(int from, int upto) {
        int value = 0;
        std::size_t digits = 0;
        for (; digits < rest_.size() && digits < 3; ++digits) {
            const char c = rest_[digits];
            if (c < '0' || c > '9') break;
            value = value * 10 + (c - '0');
        }
        rest_.remove_prefix(digits);
        well_ = well_ && digits > 0 && value >= from && value <= upto;
        return value;
    }

    /// [+-]hh[:mm[:ss]]
    Duration time(int most_hours) {
        const bool negative = takes('-');
        if (!negative) takes('+');
        Duration found = std::chrono::hours{number(0, most_hours)};
        if (takes(':')) found += std::chrono::minutes{number(0, 59)};
        if (takes(':')) found += std::chrono::seconds{number(0, 59)};
        return negative ? -found : found;
    }

    YearlyMoment moment() {
        YearlyMoment it;
        if (takes('M')) {
            it.month = number(1, 12);
            expect('.');
            it.nth = number(1, 5);
            expect('.');
            it.weekday = number(0, 6);
        } else if (takes('J')) {
            it.kind = YearlyMoment::Kind::day_without_leap;
            it.day = number(1, 365);
        } else {
            it.kind = YearlyMoment::Kind::day_from_zero;
            it.day = number(0, 365);
        }
        if (takes('/')) it.time = time(167);
        return it;
    }

private:
    std::string_view rest_;
    bool well_ = true;
};

sys_days day_of(const YearlyMoment& it, std::chrono::year year) {
    using namespace std::chrono;
    if (it.kind == YearlyMoment::Kind::nth_weekday) {
        const weekday day{static_cast<unsigned>(it.weekday)};
        const auto of = year / month{static_cast<unsigned>(it.month)};
        if (it.nth == 5) return of / day[last];
        return of / day[static_cast<unsigned>(it.nth)];
    }
    const sys_days first{year / January / 1};
    if (it.kind == YearlyMoment::Kind::day_from_zero) return first + days{it.day};
    const bool past_leap_day = year.is_leap() && it.day >= 60;
    return first + days{it.day - 1 + (past_leap_day ? 1 : 0)};
}

} // namespace

Duration YearlyMoment::since_epoch(int year) const {
    return day_of(*this, std::chrono::year{year}).time_since_epoch() + time;
}

std::optional<PosixRule> PosixRule::parse(std::string_view text) {
    Reader in{text};
    PosixRule rule;
    in.name();
    rule.standard = -in.time(24);
    if (in.ended()) return in.well() ? std::optional{rule} : std::nullopt;
    in.name();
    rule.daylight = rule.standard + std::chrono::hours{1};
    if (!in.takes(',')) {
        rule.daylight = -in.time(24);
        in.expect(',');
    }
    rule.starts = in.moment();
    in.expect(',');
    rule.ends = in.moment();
    return in.well() && in.ended() ? std::optional{rule} : std::nullopt;
}

std::vector<Setting> PosixRule::settings(int year) const {
    if (!daylight) return {};
    const Setting start{Instant{starts.since_epoch(year) - standard}, *daylight};
    const Setting end{Instant{ends.since_epoch(year) - *daylight}, standard};
    if (end.at < start.at) return {end, start};
    return {start, end};
}

} // namespace hatif::zone
