#include "gateway/identity/bootstrap.hpp"

#include "base/clock.hpp"
#include "base/text.hpp"
#include "gateway/identity/access/token_keys.hpp"
#include "gateway/identity/keys/key_rows.hpp"
#include "gateway/identity/members/member_wire.hpp"
#include "gateway/identity/members/password.hpp"
#include "gateway/identity/organizations/founding.hpp"
#include "gateway/identity/organizations/organization_wire.hpp"
#include "gateway/migrations.hpp"
#include "pg/migrate.hpp"

#include <CLI/CLI.hpp>

namespace hatif::gateway {

using base::Errc;
using base::fail;
using base::Result;

namespace {

constexpr std::size_t password_bytes = 12;

/// What is wrong, member by member: there is no client to be told it in JSON.
base::Error told(base::Error error) {
    for (const auto& field : error.fields) error.what += "; " + field.path + " " + field.what;
    return error;
}

/// The same rules as over REST.
Result<Organization> checked(const Organization& wanted, base::Instant now) {
    v1::CreateOrganizationRequest request;
    request.set_name(wanted.name);
    request.set_country(wanted.country);
    request.set_timezone(wanted.timezone);
    request.set_currency(wanted.currency);
    request.set_max_concurrent_calls(wanted.max_concurrent_calls);
    request.set_calls_per_second(wanted.calls_per_second);
    request.set_requests_per_second(wanted.rates.reads);
    request.set_writes_per_second(wanted.rates.writes);
    return read_organization(request, now);
}

Result<std::optional<Member>> first_admin(const std::string& email,
                                          const std::string& password,
                                          const Organization& organization,
                                          base::Instant now) {
    if (email.empty()) return std::nullopt;
    v1::CreateMemberRequest request;
    request.set_email(email);
    request.set_password(password);
    request.set_role(api::v1::ROLE_ADMIN);
    auto member = read_member(request, organization.id, now);
    if (!member) return fail(member.error());
    const auto hash = Passwords{1}.hash(password);
    if (!hash) return fail(hash.error());
    member->password_hash = *hash;
    return std::optional{*std::move(member)};
}

ApiKey platform_key(base::Instant now) {
    return {.id = ApiKeyId{base::Uuid::v7(now)},
            .organization = {},
            .name = "bootstrap",
            .prefix = std::string{platform_prefix},
            .shown_part = {},
            .role = rpc::Role::platform,
            .created_at = now,
            .updated_at = now};
}

Result<std::string> keep(pg::Transaction& transaction, ApiKey key) {
    const auto secret = new_secret(key.prefix);
    key.shown_part = shown_part_of(secret);
    if (auto kept = insert_key(transaction, key, hash_of(secret)); !kept) return fail(kept.error());
    return secret;
}

Result<void> refuse_second(pg::Transaction& transaction, const std::string& name) {
    const auto rows = transaction.exec("SELECT id FROM organizations WHERE name = $1", name);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return {};
    return fail(Errc::already_exists,
                "the organization " + name + " is there already, with the id " +
                    (*rows)[0].get<base::Uuid>(0).to_string() +
                    "; its admin makes more keys with POST /api/auth/api-keys");
}

} // namespace

CLI::App& add_bootstrap(CLI::App& command_line, Founding& founding) {
    auto& command = *command_line.add_subcommand(
        "bootstrap", "makes an organization and its first keys, and prints them");
    auto& made = founding.organization;
    command.add_option("--organization", made.name, "its name")->required();
    command.add_option("--country", made.country, "ISO 3166-1 alpha-2");
    command.add_option("--timezone", made.timezone, "IANA");
    command.add_option("--currency", made.currency, "ISO 4217");
    command.add_option("--max-concurrent-calls", made.max_concurrent_calls, "0: no limit")
        ->check(CLI::NonNegativeNumber);
    command.add_option("--calls-per-second", made.calls_per_second, "0: no limit")
        ->check(CLI::NonNegativeNumber);
    command.add_option("--requests-per-second", made.rates.reads, "reads, of each API key")
        ->check(CLI::PositiveNumber);
    command.add_option("--writes-per-second", made.rates.writes, "writes, of each API key")
        ->check(CLI::PositiveNumber);
    command.add_option("--admin-email", founding.admin_email,
                       "makes a first admin who can log in; the password is taken from "
                       "HATIF_ADMIN_PASSWORD, or made up and printed");
    return command;
}

Result<std::string> bootstrap(pg::Pool& pool, const Founding& founding) {
    if (const auto done = pg::migrate(pool, migrations()); !done) return fail(done.error());
    const auto now = base::SystemClock{}.now();
    const auto organization = checked(founding.organization, now);
    if (!organization) return fail(told(organization.error()));
    const bool makes_password = !founding.admin_email.empty() && founding.admin_password.empty();
    const auto password =
        makes_password ? base::to_hex(random_bytes(password_bytes)) : founding.admin_password;
    const auto admin = first_admin(founding.admin_email, password, *organization, now);
    if (!admin) return fail(told(admin.error()));
    return pool.transact([&](pg::Transaction& transaction) -> Result<std::string> {
        if (auto is_first = refuse_second(transaction, organization->name); !is_first) {
            return fail(is_first.error());
        }
        const auto kept = found(transaction, *organization, *admin);
        if (!kept) return fail(kept.error());
        const auto api_key = keep(transaction, first_key_of(*kept, now));
        if (!api_key) return fail(api_key.error());
        const auto admin_key = keep(transaction, platform_key(now));
        if (!admin_key) return fail(admin_key.error());
        return "export HATIF_API_KEY=" + *api_key +
               "\nexport HATIF_ORG=" + kept->id.value().to_string() +
               "\nexport HATIF_ADMIN_KEY=" + *admin_key +
               (makes_password ? "\nexport HATIF_ADMIN_PASSWORD=" + password : "") + "\n";
    });
}

} // namespace hatif::gateway
