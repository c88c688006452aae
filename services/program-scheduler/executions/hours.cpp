#include "program_scheduler/executions/hours.hpp"

namespace hatif::program_scheduler {

using base::Errc;
using base::fail;
using base::Result;

PauseColumns as_columns(const schedule::PauseWindows& windows) {
    PauseColumns columns;
    for (const auto& it : windows.weekly) {
        columns.weekly.insert(columns.weekly.end(), {it.weekday, it.from, it.until});
    }
    for (const auto& it : windows.dated) {
        columns.dated.insert(columns.dated.end(), {it.from, it.until});
    }
    return columns;
}

Result<schedule::PauseWindows> windows_in(const PauseColumns& columns) {
    if (columns.weekly.size() % 3 != 0 || columns.dated.size() % 2 != 0) {
        return fail(Errc::internal, "the pause windows of the row are no whole windows");
    }
    schedule::PauseWindows windows;
    for (std::size_t i = 0; i < columns.weekly.size(); i += 3) {
        windows.weekly.push_back({columns.weekly[i], columns.weekly[i + 1], columns.weekly[i + 2]});
    }
    for (std::size_t i = 0; i < columns.dated.size(); i += 2) {
        windows.dated.push_back({columns.dated[i], columns.dated[i + 1]});
    }
    return windows;
}

Result<schedule::Stretch> open_stretch(const Hours& hours, base::Instant at) {
    const auto windows = windows_in(hours.pauses);
    if (!windows) return fail(windows.error());
    const auto open = schedule::OpenHours::read(*windows, hours.timezone);
    if (!open) return fail(open.error());
    auto stretch = open->stretch(at);
    if (!stretch) return fail(Errc::invalid, "the pause windows leave no time for calls");
    if (hours.stop_at && (!stretch->closes || *hours.stop_at < *stretch->closes)) {
        stretch->closes = hours.stop_at;
    }
    return *stretch;
}

} // namespace hatif::program_scheduler
