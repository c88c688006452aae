#pragma once

#include <string_view>

namespace hatif::program_scheduler {

/// One certificate in PEM at least, and none that cannot be read.
bool are_certificates(std::string_view pem);

} // namespace hatif::program_scheduler
