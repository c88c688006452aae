#pragma once

#include "endpoint/download.hpp"
#include "objects/object_store.hpp"
#include "program_scheduler/content/recording.hpp"

#include <string_view>

namespace hatif::program_scheduler {

/// Sends a recording's file as it was uploaded, or the part of it that a Range header asks for.
base::Result<void> send_file(objects::ObjectStore& objects,
                             const Recording& recording,
                             std::string_view range,
                             endpoint::Download::Writer& writer);

} // namespace hatif::program_scheduler
