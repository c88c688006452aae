#pragma once

#include "pg/migrate.hpp"

namespace hatif::program_scheduler {

/// The schema's steps, from the files of migrations/.
pg::Migrations migrations();

} // namespace hatif::program_scheduler
