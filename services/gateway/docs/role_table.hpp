#pragma once

#include "gateway/rest/binding.hpp"

#include <string>

namespace CLI {
class App;
}

namespace hatif::gateway {

/// Which role opens which endpoint, as Markdown: one row an endpoint, one column a role, by path.
std::string role_table(const Bindings& bindings);

/// The `roles` command: prints the table of all endpoints, and that was all.
void add_roles(CLI::App& command_line);

} // namespace hatif::gateway
