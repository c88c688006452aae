#pragma once

namespace hatif::observability {

/// Waits until the process is asked to end (SIGTERM, SIGINT) and answers which it was. A second
/// signal ends the process at once. To be called once, by main.
int wait_for_signal();

} // namespace hatif::observability
