#pragma once

#include "base/result.hpp"
#include "pg/pool.hpp"

#include <string>

namespace CLI {
class App;
}

namespace hatif::gateway {

/// What the first organization is made of.
struct Founding {
    std::string name;
    std::string country = "MA";
    std::string timezone = "Africa/Casablanca";
    std::string currency = "MAD";
    int max_concurrent_calls = 500;
    double calls_per_second = 200;
    int requests_per_second = 1'000;
};

/// The `bootstrap` command and its flags, read into `founding`.
CLI::App& add_bootstrap(CLI::App& command_line, Founding& founding);

/// Makes an organization, an admin's key for it and a key of the platform. Answers shell lines:
/// `export HATIF_API_KEY=…`, `HATIF_ORG`, `HATIF_ADMIN_KEY`. The keys are shown nowhere else.
base::Result<std::string> bootstrap(pg::Pool& pool, const Founding& founding);

/// "Atlas Télécom!" -> "atlas-t-l-com".
std::string slug_of(const std::string& name);

} // namespace hatif::gateway
