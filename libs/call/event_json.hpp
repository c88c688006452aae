#pragma once

#include "base/result.hpp"
#include "call/event.hpp"

#include <string_view>

namespace hatif::call {

/// The event that `kind_of` and `data_of` told of. Members that are more than it needs are passed
/// over; a key that a secret hid (`{"output":…}`) has no digit and is refused. `invalid` says what
/// is missing, and where.
base::Result<Event> event_of(std::string_view kind, std::string_view data);

} // namespace hatif::call
