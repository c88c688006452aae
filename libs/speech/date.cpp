#include "speech/date.hpp"

#include "speech/moment.hpp"

#include <array>
#include <utility>

namespace hatif::speech {

namespace {

using base::Errc;
using base::fail;
using base::Result;

constexpr std::size_t longest_date = 100; // bytes; in Arabic digits too

constexpr std::array<std::pair<std::string_view, DateMode>, 4> modes{{
    {"full", DateMode::full},
    {"date", DateMode::date},
    {"time", DateMode::time},
    {"day_month", DateMode::day_month},
}};

constexpr std::array weekdays{"sunday",   "monday", "tuesday", "wednesday",
                              "thursday", "friday", "saturday"};
constexpr std::array months{"january", "february", "march",     "april",   "may",      "june",
                            "july",    "august",   "september", "october", "november", "december"};

std::uint64_t whole(int number) {
    return static_cast<std::uint64_t>(number);
}

int on_twelve(int hour) {
    return hour % 12 == 0 ? 12 : hour % 12;
}

const char* half_of_day(int hour) {
    return hour < 12 ? "am" : "pm";
}

/// The hour by its place on the clock, then the minutes: hour 10_ordinal_feminine and 30 minute am.
Keys arabic_time(const Speaker& speaker, TimeOfDay at) {
    Keys keys{"hour", std::to_string(on_twelve(at.hour)) + "_ordinal_feminine"};
    if (at.minute > 0) {
        keys.emplace_back("and");
        append(keys, speaker.counted(whole(at.minute), {"minute", true}));
    }
    keys.emplace_back(half_of_day(at.hour));
    return keys;
}

/// So many hours and minutes, all day through: 20 and 1_feminine hour 30.
Keys french_time(const Speaker& speaker, TimeOfDay at) {
    Keys keys = speaker.counted(whole(at.hour), {"hour", true});
    if (at.minute > 0) append(keys, speaker.cardinal(whole(at.minute), Gender::feminine));
    return keys;
}

/// 10 30 am; 10 0 5 am.
Keys english_time(const Speaker& speaker, TimeOfDay at) {
    Keys keys = speaker.cardinal(whole(on_twelve(at.hour)));
    if (at.minute > 0 && at.minute < 10) keys.emplace_back("0");
    if (at.minute > 0) append(keys, speaker.cardinal(whole(at.minute)));
    keys.emplace_back(half_of_day(at.hour));
    return keys;
}

Keys time_keys(Language language, TimeOfDay at) {
    const Speaker speaker{language};
    switch (language) {
    case Language::ar:
        return arabic_time(speaker, at);
    case Language::fr:
        return french_time(speaker, at);
    case Language::en:
        break;
    }
    return english_time(speaker, at);
}

/// English counts the days of a month, Arabic and French name all but the first.
Keys day_keys(Language language, std::uint64_t day) {
    const Speaker speaker{language};
    if (language == Language::en || day == 1) return speaker.ordinal(day);
    return speaker.cardinal(day);
}

Keys date_keys(Language language, std::chrono::year_month_day date, DateMode mode) {
    Keys keys;
    if (mode == DateMode::full) {
        const std::chrono::weekday weekday{std::chrono::sys_days{date}};
        keys.emplace_back(weekdays.at(weekday.c_encoding()));
    }
    append(keys, day_keys(language, static_cast<unsigned>(date.day())));
    keys.emplace_back(months.at(static_cast<unsigned>(date.month()) - 1));
    if (mode == DateMode::day_month) return keys;
    append(keys, Speaker{language}.year(whole(static_cast<int>(date.year()))));
    return keys;
}

} // namespace

std::optional<DateMode> date_mode_named(std::string_view text) {
    for (const auto& [name, mode] : modes) {
        if (name == text) return mode;
    }
    return std::nullopt;
}

Result<Keys> say_date(Language language, DateMode mode, std::string_view text) {
    const auto moment = text.size() <= longest_date ? read_moment(text) : std::nullopt;
    if (!moment) {
        return fail(Errc::invalid, "what is to be said is no date such as 2025-01-15",
                    "not_a_date");
    }
    if (mode == DateMode::time) {
        if (!moment->time) return fail(Errc::invalid, "the date has no time", "no_time");
        return time_keys(language, *moment->time);
    }
    if (!moment->date) return fail(Errc::invalid, "the time has no date", "no_date");
    Keys keys = date_keys(language, *moment->date, mode);
    if (mode == DateMode::full && moment->time) {
        if (language != Language::ar) keys.emplace_back("at");
        append(keys, time_keys(language, *moment->time));
    }
    return keys;
}

} // namespace hatif::speech
