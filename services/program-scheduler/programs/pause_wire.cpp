#include "program_scheduler/programs/pause_wire.hpp"

#include "rpc/time.hpp"

#include <array>
#include <string>

namespace hatif::program_scheduler {

namespace v1 = program::v1;

namespace {

using Days = google::protobuf::RepeatedPtrField<v1::DailyWindow>;

constexpr int most_a_day = 48, most_dated = 366;

struct Day {
    const char* name;
    const Days& (v1::PauseWindows::*sent)() const;
    Days* (v1::PauseWindows::*out)();
};

// From Sunday, as weekdays are numbered.
// clang-format off
constexpr std::array<Day, 7> days{{
    {"sunday",    &v1::PauseWindows::sunday,    &v1::PauseWindows::mutable_sunday},
    {"monday",    &v1::PauseWindows::monday,    &v1::PauseWindows::mutable_monday},
    {"tuesday",   &v1::PauseWindows::tuesday,   &v1::PauseWindows::mutable_tuesday},
    {"wednesday", &v1::PauseWindows::wednesday, &v1::PauseWindows::mutable_wednesday},
    {"thursday",  &v1::PauseWindows::thursday,  &v1::PauseWindows::mutable_thursday},
    {"friday",    &v1::PauseWindows::friday,    &v1::PauseWindows::mutable_friday},
    {"saturday",  &v1::PauseWindows::saturday,  &v1::PauseWindows::mutable_saturday},
}};
// clang-format on

std::string item(const std::string& list, int index) {
    return "pauseWindows." + list + "[" + std::to_string(index) + "]";
}

/// The minute of the day; 0 when it was refused.
int read_time(FieldCheck& check, const std::string& path, bool sent, const v1::TimeOfDay& time) {
    if (!sent || !time.has_hour()) {
        check.refuse(path, "must be {hour, minute}");
        return 0;
    }
    if (time.hour() > 23) check.refuse(path + ".hour", "must be 0 to 23");
    if (time.minute() > 59) check.refuse(path + ".minute", "must be 0 to 59");
    return static_cast<int>(time.hour() * 60 + time.minute());
}

void read_day(FieldCheck& check,
              const Days& sent,
              const char* name,
              int weekday,
              schedule::PauseWindows& into) {
    if (sent.size() > most_a_day) {
        check.refuse(std::string{"pauseWindows."} + name, "must be at most 48 windows");
        return;
    }
    for (int i = 0; i < sent.size(); ++i) {
        const auto path = item(name, i);
        const auto& it = sent[i];
        const bool whole = it.has_start_at() && it.start_at().has_hour() && it.has_end_at() &&
                           it.end_at().has_hour();
        const int from = read_time(check, path + ".startAt", it.has_start_at(), it.start_at());
        const int until = read_time(check, path + ".endAt", it.has_end_at(), it.end_at());
        if (whole && from == until) check.refuse(path + ".endAt", "must differ from startAt");
        into.weekly.push_back({weekday, from, until});
    }
}

void read_dated(FieldCheck& check, const v1::PauseWindows& sent, schedule::PauseWindows& into) {
    if (sent.advanced_size() > most_dated) {
        check.refuse("pauseWindows.advanced", "must be at most 366 windows");
        return;
    }
    for (int i = 0; i < sent.advanced_size(); ++i) {
        const auto& it = sent.advanced(i);
        const auto path = item("advanced", i);
        const schedule::DatedWindow window{rpc::from_wire(it.start_at()),
                                           rpc::from_wire(it.end_at())};
        if (!it.has_start_at()) check.refuse(path + ".startAt", "is required");
        if (!it.has_end_at()) check.refuse(path + ".endAt", "is required");
        if (it.has_start_at() && it.has_end_at() && window.until <= window.from) {
            check.refuse(path + ".endAt", "must be after startAt");
        }
        into.dated.push_back(window);
    }
}

void write_time(v1::TimeOfDay& wire, int minute) {
    wire.set_hour(static_cast<std::uint32_t>(minute / 60));
    wire.set_minute(static_cast<std::uint32_t>(minute % 60));
}

} // namespace

schedule::PauseWindows read_pauses(FieldCheck& check, const v1::PauseWindows& sent) {
    schedule::PauseWindows windows;
    for (std::size_t i = 0; i < days.size(); ++i) {
        read_day(check, (sent.*days[i].sent)(), days[i].name, static_cast<int>(i), windows);
    }
    read_dated(check, sent, windows);
    return windows;
}

void to_wire(const schedule::PauseWindows& windows, v1::PauseWindows& wire) {
    for (const auto& it : windows.weekly) {
        auto& window = *(wire.*days[static_cast<std::size_t>(it.weekday)].out)()->Add();
        write_time(*window.mutable_start_at(), it.from);
        write_time(*window.mutable_end_at(), it.until);
    }
    for (const auto& it : windows.dated) {
        auto& window = *wire.add_advanced();
        rpc::set(*window.mutable_start_at(), it.from);
        rpc::set(*window.mutable_end_at(), it.until);
    }
}

} // namespace hatif::program_scheduler
