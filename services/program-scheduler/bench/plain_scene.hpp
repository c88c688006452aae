#pragma once

#include "program_scheduler/bench/setting.hpp"

#include <string>
#include <vector>

namespace hatif::program_scheduler::bench {

/// One program without bounds or hours that calls so many people, who live in these zones in turn,
/// from one number by one trunk; nothing goes wrong. Begins on a Monday at 08:00 UTC.
Scene plain_scene(long contacts, const std::vector<std::string>& zones);

} // namespace hatif::program_scheduler::bench
