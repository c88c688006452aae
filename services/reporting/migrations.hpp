#pragma once

#include "pg/migrate.hpp"

namespace hatif::reporting {

/// migrations/*.sql, embedded.
pg::Migrations migrations();

} // namespace hatif::reporting
