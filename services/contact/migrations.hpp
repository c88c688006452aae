#pragma once

#include "pg/migrate.hpp"

namespace hatif::contact {

/// migrations/*.sql, embedded.
pg::Migrations migrations();

} // namespace hatif::contact
