#pragma once

#include "base/result.hpp"
#include "speech/language.hpp"
#include "speech/speaker.hpp"

#include <optional>
#include <string_view>

namespace hatif::speech {

/// full: weekday, day, month, year, and the time where there is one; date: day, month, year; time;
/// day_month.
enum class DateMode { full, date, time, day_month };

std::optional<DateMode> date_mode_named(std::string_view text);

/// The keys of a date or time (`read_moment`), as it is written: an offset moves nothing. Reasons:
/// not_a_date, no_date, no_time.
base::Result<Keys> say_date(Language language, DateMode mode, std::string_view text);

} // namespace hatif::speech
