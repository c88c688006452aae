#pragma once

#include "base/result.hpp"
#include "call/event.hpp"

#include <string_view>

namespace hatif::call {

/// What stands for values that were hidden, by their kind: a flow may compute of them.
struct StandIns {
    flow::Value number = 1.0;
    std::string text{flow::masked};
};

/// The event that `kind_of` and `data_of` told of. Members that are more than it needs are passed
/// over; of a value that was hidden there is one of its kind; a key that a secret hid
/// (`{"output":…}`) has no digit and is refused. `invalid` says what is missing, and where.
base::Result<Event>
event_of(std::string_view kind, std::string_view data, const StandIns& stand_ins = {});

} // namespace hatif::call
