#pragma once

#include <sys/types.h>

#include <string>

namespace hatif::load {

/// CPU seconds that a process has used, with its children that ended.
double cpu_of(pid_t process);

/// The same of a process and all that it has started: a PostgreSQL with its backends.
double cpu_of_family(pid_t process);

} // namespace hatif::load
