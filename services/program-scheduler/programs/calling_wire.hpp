#pragma once

#include "program_scheduler/content/field_check.hpp"
#include "schedule/calling_hours.hpp"

#include <hatif/type/v1/calling_hours.pb.h>

/// type/v1's CallingHours ↔ the pure ones, which may hold holidays besides.
namespace hatif::program_scheduler {

/// Each wrong member by its path, "callingHours.monday[0].endAt". Hours without any range are the
/// whole week's, said range by range.
schedule::CallingHours read_calling(FieldCheck& check, const type::v1::CallingHours& sent);

void to_wire(const schedule::CallingHours& hours, type::v1::CallingHours& wire);

} // namespace hatif::program_scheduler
