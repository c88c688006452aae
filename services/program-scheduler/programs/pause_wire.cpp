#include "program_scheduler/programs/pause_wire.hpp"

#include "program_scheduler/programs/week_wire.hpp"
#include "rpc/time.hpp"

#include <string>

namespace hatif::program_scheduler {

namespace v1 = program::v1;

namespace {

constexpr int most_dated = 366;

void read_dated(FieldCheck& check, const v1::PauseWindows& sent, schedule::PauseWindows& into) {
    if (sent.advanced_size() > most_dated) {
        check.refuse("pauseWindows.advanced", "must be at most 366 windows");
        return;
    }
    for (int i = 0; i < sent.advanced_size(); ++i) {
        const auto& it = sent.advanced(i);
        const auto path = "pauseWindows.advanced[" + std::to_string(i) + "]";
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

} // namespace

schedule::PauseWindows read_pauses(FieldCheck& check, const v1::PauseWindows& sent) {
    schedule::PauseWindows windows{.weekly = read_week(check, "pauseWindows", sent)};
    read_dated(check, sent, windows);
    return windows;
}

void to_wire(const schedule::PauseWindows& windows, v1::PauseWindows& wire) {
    write_week(windows.weekly, wire);
    for (const auto& it : windows.dated) {
        auto& window = *wire.add_advanced();
        rpc::set(*window.mutable_start_at(), it.from);
        rpc::set(*window.mutable_end_at(), it.until);
    }
}

} // namespace hatif::program_scheduler
