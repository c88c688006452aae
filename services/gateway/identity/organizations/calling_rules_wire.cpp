#include "gateway/identity/organizations/calling_rules_wire.hpp"

#include <array>
#include <string>

namespace hatif::gateway {

namespace v1 = type::v1;

namespace {

using Days = google::protobuf::RepeatedPtrField<v1::HourRange>;

constexpr int most_a_day = 48, most_holidays = 366;
constexpr Length name_length{0, 100};
constexpr std::uint32_t most_calls = 1'000, most_hours = 8'760;

struct Day {
    const char* name;
    const Days& (v1::CallingHours::*sent)() const;
    Days* (v1::CallingHours::*out)();
};

// From Sunday, as weekdays are numbered.
// clang-format off
constexpr std::array<Day, 7> days{{
    {"sunday",    &v1::CallingHours::sunday,    &v1::CallingHours::mutable_sunday},
    {"monday",    &v1::CallingHours::monday,    &v1::CallingHours::mutable_monday},
    {"tuesday",   &v1::CallingHours::tuesday,   &v1::CallingHours::mutable_tuesday},
    {"wednesday", &v1::CallingHours::wednesday, &v1::CallingHours::mutable_wednesday},
    {"thursday",  &v1::CallingHours::thursday,  &v1::CallingHours::mutable_thursday},
    {"friday",    &v1::CallingHours::friday,    &v1::CallingHours::mutable_friday},
    {"saturday",  &v1::CallingHours::saturday,  &v1::CallingHours::mutable_saturday},
}};
// clang-format on

std::string item(const std::string& list, int index) {
    return list + "[" + std::to_string(index) + "]";
}

/// The minute of the day; 0 when it was refused.
int read_time(FieldCheck& check, const std::string& path, bool sent, const v1::HourOfDay& time) {
    if (!sent || !time.has_hour()) {
        check.refuse(path, "must be {hour, minute}");
        return 0;
    }
    check.need(time.hour() <= 23, path + ".hour", "must be 0 to 23");
    check.need(time.minute() <= 59, path + ".minute", "must be 0 to 59");
    return static_cast<int>(time.hour() * 60 + time.minute());
}

void read_day(
    FieldCheck& check, const Days& sent, const Day& day, int weekday, CallingHours& into) {
    const auto list = std::string{"callingHours."} + day.name;
    if (sent.size() > most_a_day) return check.refuse(list, "must be at most 48 windows");
    for (int i = 0; i < sent.size(); ++i) {
        const auto path = item(list, i);
        const auto& it = sent[i];
        const bool whole = it.has_start_at() && it.start_at().has_hour() && it.has_end_at() &&
                           it.end_at().has_hour();
        const int from = read_time(check, path + ".startAt", it.has_start_at(), it.start_at());
        const int until = read_time(check, path + ".endAt", it.has_end_at(), it.end_at());
        check.need(!whole || from != until, path + ".endAt", "must differ from startAt");
        into.weekly.push_back({weekday, from, until});
    }
}

void write_time(v1::HourOfDay& wire, int minute) {
    wire.set_hour(static_cast<std::uint32_t>(minute / 60));
    wire.set_minute(static_cast<std::uint32_t>(minute % 60));
}

std::uint32_t read_count(FieldCheck& check,
                         const std::string& path,
                         bool is_sent,
                         std::uint32_t sent,
                         std::uint32_t most) {
    if (!is_sent) {
        check.refuse(path, "is required");
    } else {
        check.need(sent >= 1 && sent <= most, path, "must be 1 to " + std::to_string(most));
    }
    return sent;
}

} // namespace

CallingHours read_calling_hours(FieldCheck& check, const v1::CallingHours& sent) {
    CallingHours hours;
    for (std::size_t i = 0; i < days.size(); ++i) {
        read_day(check, (sent.*days[i].sent)(), days[i], static_cast<int>(i), hours);
    }
    if (sent.has_zone()) hours.zone = static_cast<HoursZone>(sent.zone());
    return hours;
}

std::vector<Holiday> read_holidays(FieldCheck& check, const HolidaysOnWire& sent) {
    std::vector<Holiday> holidays;
    if (sent.size() > most_holidays) {
        check.refuse("holidays", "must be at most 366 days");
        return holidays;
    }
    for (int i = 0; i < sent.size(); ++i) {
        const auto path = item("holidays", i);
        check.need(is_holiday_date(sent[i].date()), path + ".date",
                   "must be a day: YYYY-MM-DD, or MM-DD for every year");
        holidays.push_back(
            {sent[i].date(), check.text(path + ".name", sent[i].name(), name_length)});
    }
    return holidays;
}

FrequencyCap read_frequency_cap(FieldCheck& check, const v1::FrequencyCap& sent) {
    return {read_count(check, "frequencyCap.maxCalls", sent.has_max_calls(), sent.max_calls(),
                       most_calls),
            read_count(check, "frequencyCap.perHours", sent.has_per_hours(), sent.per_hours(),
                       most_hours)};
}

void to_wire(const CallingHours& hours, v1::CallingHours& wire) {
    for (const auto& it : hours.weekly) {
        auto& range = *(wire.*days.at(static_cast<std::size_t>(it.weekday)).out)()->Add();
        write_time(*range.mutable_start_at(), it.from);
        write_time(*range.mutable_end_at(), it.until);
    }
    wire.set_zone(static_cast<v1::HoursZone>(hours.zone));
}

void to_wire(const FrequencyCap& cap, v1::FrequencyCap& wire) {
    wire.set_max_calls(cap.calls);
    wire.set_per_hours(cap.hours);
}

} // namespace hatif::gateway
