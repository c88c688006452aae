#include "program_scheduler/content/recording_rows.hpp"

namespace hatif::program_scheduler {

namespace {

pg::Param figure(std::uint32_t value) {
    return pg::param(static_cast<std::int32_t>(value));
}

} // namespace

Recording read_recording(const pg::Row& row, int first) {
    return {.duration_seconds = row.get<double>(first),
            .sample_rate = row.get<std::uint32_t>(first + 1),
            .channels = row.get<std::uint32_t>(first + 2),
            .bit_depth = row.get<std::uint32_t>(first + 3),
            .file_id = row.get<base::Uuid>(first + 4),
            .file_name = row.get<std::string>(first + 5),
            .content_type = row.get<std::string>(first + 6),
            .file_size = row.get<std::int64_t>(first + 7),
            .original = row.get<objects::ContentHash>(first + 8),
            .a_law = row.get<objects::ContentHash>(first + 9),
            .mu_law = row.get<objects::ContentHash>(first + 10),
            .played_seconds = row.get<double>(first + 11)};
}

std::vector<pg::Param> params_of(const Recording& it) {
    return {pg::param(it.duration_seconds),
            figure(it.sample_rate),
            figure(it.channels),
            figure(it.bit_depth),
            pg::param(it.file_id),
            pg::param(it.file_name),
            pg::param(it.content_type),
            pg::param(it.file_size),
            pg::param(it.original),
            pg::param(it.a_law),
            pg::param(it.mu_law),
            pg::param(it.played_seconds)};
}

} // namespace hatif::program_scheduler
