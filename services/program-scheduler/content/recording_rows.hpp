#pragma once

#include "pg/codec.hpp"
#include "pg/rows.hpp"
#include "program_scheduler/content/recording.hpp"

#include <vector>

namespace hatif::program_scheduler {

/// The columns of a recording, in the tables that have them.
inline constexpr const char* recording_columns =
    "duration_seconds, sample_rate, channels, bit_depth, file_id, file_name, content_type, "
    "file_size, original_hash, a_law_hash, mu_law_hash, played_seconds";

/// From a row that has these columns from `first` on.
Recording read_recording(const pg::Row& row, int first);

/// Their values, in the same order.
std::vector<pg::Param> params_of(const Recording& recording);

} // namespace hatif::program_scheduler
