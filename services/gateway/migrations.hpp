#pragma once

#include "pg/migrate.hpp"

namespace hatif::gateway {

/// Those of migrations/, in their order.
pg::Migrations migrations();

} // namespace hatif::gateway
