#pragma once

#include <functional>
#include <string>

namespace hatif::kafka {

/// Where trouble is told, one line for the log. Called from the adapter's own threads.
using Complaint = std::function<void(const std::string&)>;

/// The same, but one text no more than once in ten seconds: a broker that is away is reported by
/// every attempt to reach it.
Complaint without_repeats(Complaint complain);

} // namespace hatif::kafka
