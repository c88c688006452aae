#include "gateway/docs/role_table.hpp"

#include "gateway/contracts.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <iostream>
#include <tuple>

namespace hatif::gateway {

namespace {

constexpr std::array columns{rpc::Role::agent, rpc::Role::manager, rpc::Role::admin,
                             rpc::Role::platform};

bool opens(const Binding& binding, rpc::Role role) {
    rpc::Caller caller;
    caller.role = role;
    if (role != rpc::Role::platform) caller.organization.emplace(base::Uuid{});
    return binding.open || rpc::permits(caller, binding.role);
}

std::string row_of(const Binding& binding) {
    auto row = "| `" + binding.verb + " " + binding.path + "` |";
    row += binding.open ? " yes |" : " |";
    for (const auto role : columns) row += opens(binding, role) ? " yes |" : " |";
    return row + "\n";
}

} // namespace

std::string role_table(const Bindings& bindings) {
    auto sorted = bindings;
    std::ranges::sort(sorted, [](const Binding& a, const Binding& b) {
        return std::tie(a.path, a.verb) < std::tie(b.path, b.verb);
    });
    std::string table = "| endpoint | without a key | agent | manager | admin | platform |\n"
                        "|---|---|---|---|---|---|\n";
    for (const auto& binding : sorted) table += row_of(binding);
    return table;
}

void add_roles(CLI::App& command_line) {
    command_line.add_subcommand("roles", "prints which role opens which endpoint, as Markdown")
        ->callback([] {
            std::cout << role_table(all_bindings());
            throw CLI::Success{};
        });
}

} // namespace hatif::gateway
