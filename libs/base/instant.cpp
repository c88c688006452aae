#include "base/instant.hpp"

#include <array>
#include <cstdio>

namespace hatif::base {

using namespace std::chrono;

namespace {

void put_digits(char* to, std::size_t count, unsigned number) {
    for (auto* at = to + count; at != to; number /= 10) {
        *--at = static_cast<char>('0' + number % 10);
    }
}

} // namespace

std::string to_iso8601(Instant at) {
    const auto day = floor<days>(at);
    const year_month_day date{day};
    const hh_mm_ss time{floor<milliseconds>(at - day)};
    const auto put = [](std::string& text, std::size_t place, std::size_t count, auto number) {
        put_digits(text.data() + place, count, static_cast<unsigned>(number));
    };
    // By hand, not by snprintf: every event carries its time.
    std::string text = "0000-00-00T00:00:00.000Z";
    put(text, 5, 2, static_cast<unsigned>(date.month()));
    put(text, 8, 2, static_cast<unsigned>(date.day()));
    put(text, 11, 2, time.hours().count());
    put(text, 14, 2, time.minutes().count());
    put(text, 17, 2, time.seconds().count());
    put(text, 20, 3, time.subseconds().count());
    const auto year = static_cast<int>(date.year());
    if (year >= 0 && year <= 9999) {
        put(text, 0, 4, year);
        return text;
    }
    std::array<char, 8> far{}; // nobody's clock, but some file's
    std::snprintf(far.data(), far.size(), "%04d", year);
    return text.replace(0, 4, far.data());
}

namespace {

/// Reads digits off the front of a text; `ok` falls once and stays down.
struct Reader {
    std::string_view rest;
    bool ok = true;

    int number(std::size_t digits) {
        int value = 0;
        if (rest.size() < digits) {
            ok = false;
            return 0;
        }
        for (std::size_t i = 0; i < digits; ++i) {
            if (rest[i] < '0' || rest[i] > '9') ok = false;
            value = value * 10 + (rest[i] - '0');
        }
        rest.remove_prefix(digits);
        return value;
    }

    bool skip(char expected) {
        if (rest.empty() || rest.front() != expected) return false;
        rest.remove_prefix(1);
        return true;
    }

    void must(char expected) { ok = skip(expected) && ok; }
};

microseconds read_fraction(Reader& in) {
    microseconds fraction{0};
    if (!in.skip('.')) return fraction;
    int digits = 0;
    for (auto unit = 100'000; !in.rest.empty() && in.rest[0] >= '0' && in.rest[0] <= '9';
         unit /= 10, ++digits) {
        fraction += microseconds{(in.rest[0] - '0') * unit};
        in.rest.remove_prefix(1);
    }
    in.ok = in.ok && digits > 0;
    return fraction;
}

minutes read_zone(Reader& in) {
    if (in.skip('Z') || in.skip('z')) return minutes{0};
    const bool east = in.skip('+');
    if (!east) in.must('-');
    const int hours_off = in.number(2);
    in.skip(':');
    const int minutes_off = in.number(2);
    in.ok = in.ok && hours_off <= 14 && minutes_off < 60;
    const minutes offset{hours_off * 60 + minutes_off};
    return east ? offset : -offset;
}

} // namespace

Result<Instant> from_iso8601(std::string_view text) {
    Reader in{text};
    const year y{in.number(4)};
    in.must('-');
    const month m{static_cast<unsigned>(in.number(2))};
    in.must('-');
    const day d{static_cast<unsigned>(in.number(2))};
    if (!in.skip('T') && !in.skip('t')) in.must(' ');
    const int hour = in.number(2);
    in.must(':');
    const int minute = in.number(2);
    const int second = in.skip(':') ? in.number(2) : 0;
    const auto fraction = read_fraction(in);
    const auto zone = read_zone(in);
    const year_month_day date{y, m, d};
    if (!in.ok || !in.rest.empty() || !date.ok() || hour > 23 || minute > 59 || second > 59) {
        return fail(Errc::invalid,
                    "must be an ISO-8601 date-time with a zone, like 2025-01-15T10:30:00Z");
    }
    return Instant{sys_days{date}} + hours{hour} + minutes{minute} + seconds{second} + fraction -
           zone;
}

} // namespace hatif::base
