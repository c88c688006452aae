#include "gateway/identity/bootstrap.hpp"

#include "base/clock.hpp"
#include "gateway/identity/api_key.hpp"
#include "gateway/identity/identity_store.hpp"

#include <CLI/CLI.hpp>

namespace hatif::gateway {

namespace {

NewKey key_of(const std::string& secret,
              std::optional<base::OrganizationId> organization,
              const char* name,
              rpc::Role role,
              base::Instant now) {
    return {ApiKeyId{base::Uuid::v7(now)}, organization,    name,
            shown_part_of(secret),         hash_of(secret), role};
}

} // namespace

CLI::App& add_bootstrap(CLI::App& command_line, Founding& founding) {
    auto& command = *command_line.add_subcommand(
        "bootstrap", "makes an organization and its first keys, and prints them");
    command.add_option("--organization", founding.name, "its name")->required();
    command.add_option("--country", founding.country, "ISO 3166-1 alpha-2");
    command.add_option("--timezone", founding.timezone, "IANA");
    command.add_option("--currency", founding.currency, "ISO 4217");
    command.add_option("--max-concurrent-calls", founding.max_concurrent_calls, "0: no limit")
        ->check(CLI::NonNegativeNumber);
    command.add_option("--calls-per-second", founding.calls_per_second, "0: no limit")
        ->check(CLI::NonNegativeNumber);
    command.add_option("--requests-per-second", founding.requests_per_second, "of each API key")
        ->check(CLI::PositiveNumber);
    return command;
}

base::Result<std::string> bootstrap(pg::Pool& pool, const Founding& founding) {
    const auto now = base::SystemClock{}.now();
    const Organization organization{base::OrganizationId{base::Uuid::v7(now)},
                                    founding.name,
                                    slug_of(founding.name),
                                    founding.country,
                                    founding.timezone,
                                    founding.currency,
                                    "standard",
                                    true,
                                    founding.max_concurrent_calls,
                                    founding.calls_per_second,
                                    founding.requests_per_second,
                                    now,
                                    now};
    const auto api_key = new_api_key(KeyKind::organization);
    const auto admin_key = new_api_key(KeyKind::platform);
    const auto added = IdentityStore{pool}.add(
        organization, {key_of(api_key, organization.id, "bootstrap", rpc::Role::admin, now),
                       key_of(admin_key, {}, "bootstrap", rpc::Role::platform, now)});
    if (!added) return base::fail(added.error());
    return "export HATIF_API_KEY=" + api_key +
           "\nexport HATIF_ORG=" + organization.id.value().to_string() +
           "\nexport HATIF_ADMIN_KEY=" + admin_key + "\n";
}

std::string slug_of(const std::string& name) {
    std::string slug;
    for (const char c : name) {
        const char small = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        const bool plain = (small >= 'a' && small <= 'z') || (small >= '0' && small <= '9');
        if (plain) {
            slug += small;
        } else if (!slug.empty() && slug.back() != '-') {
            slug += '-';
        }
    }
    while (slug.ends_with('-')) slug.pop_back();
    return slug.empty() ? "organization" : slug;
}

} // namespace hatif::gateway
