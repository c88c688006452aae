#pragma once

namespace hatif::transcode {

/// From here on this process may read, write what is open, and compute: 256 MiB of memory, 20
/// seconds of CPU, no file written, no other system call. False: the system would not have it.
bool enter_sandbox();

} // namespace hatif::transcode
