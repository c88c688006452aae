#pragma once

#include "base/result.hpp"
#include "gateway/identity/organizations/organization.hpp"
#include "pg/pool.hpp"

#include <string>

namespace CLI {
class App;
}

namespace hatif::gateway {

/// What the first organization is made of.
struct Founding {
    Organization organization{.id = base::OrganizationId{base::Uuid{}}};
    std::string admin_email{};    ///< empty: no member, only keys
    std::string admin_password{}; ///< empty: one is made up
};

/// The `bootstrap` command and its flags, read into `founding`.
CLI::App& add_bootstrap(CLI::App& command_line, Founding& founding);

/// Brings the schema up to date, makes an organization, an admin's key for it, its first admin if
/// an e-mail address is given, and a key of the platform. Answers shell lines: `export
/// HATIF_API_KEY=…`, `HATIF_ORG`, `HATIF_ADMIN_KEY`, and `HATIF_ADMIN_PASSWORD` when it was made
/// up. The secrets are shown nowhere else. `already_exists` when an organization of that name is
/// there; nothing is changed then.
base::Result<std::string> bootstrap(pg::Pool& pool, const Founding& founding);

} // namespace hatif::gateway
