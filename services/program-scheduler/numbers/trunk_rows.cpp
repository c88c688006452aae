#include "program_scheduler/numbers/trunk_rows.hpp"

#include "program_scheduler/numbers/bounds.hpp"

namespace hatif::program_scheduler {

using base::Errc;
using base::fail;
using base::Result;

namespace {

// What an insert and an update write, in the order of values_of.
const std::string written =
    "name, host, port, transport, username, password, max_concurrent_calls, calls_per_second, "
    "registers, codecs, asserts_identity, withholds_identity, follows_redirects, "
    "reliable_provisional, session_expires, srtp, sources, options_every, ca, weight, priority, "
    "updated_at";

// The columns of read_row, and where they are.
const std::string columns =
    "id, created_at, status, status_reason, closed_until, last_seen_at, " + written;
const std::string table = "trunks JOIN trunk_states USING (id)";

std::optional<std::int32_t> number(const std::optional<std::uint32_t>& value) {
    if (!value) return {};
    return static_cast<std::int32_t>(*value);
}

std::vector<pg::Param> values_of(const Trunk& it) {
    std::vector<std::int32_t> codecs;
    for (const auto codec : it.codecs) codecs.push_back(static_cast<std::int32_t>(codec));
    return {pg::param(it.name),
            pg::param(it.host),
            pg::param(number(it.port)),
            pg::param(to_string(it.transport)),
            pg::param(it.username),
            pg::param(it.password),
            pg::param(number(it.max_concurrent_calls)),
            pg::param(it.calls_per_second),
            pg::param(it.registers),
            pg::param(codecs),
            pg::param(it.asserts_identity),
            pg::param(it.withholds_identity),
            pg::param(it.follows_redirects),
            pg::param(it.reliable_provisional),
            pg::param(static_cast<std::int32_t>(it.session_expires)),
            pg::param(it.srtp),
            pg::param(it.sources),
            pg::param(static_cast<std::int32_t>(it.options_every)),
            pg::param(it.ca),
            pg::param(static_cast<std::int32_t>(it.weight)),
            pg::param(static_cast<std::int32_t>(it.priority)),
            pg::param(it.updated_at)};
}

std::vector<Codec> read_codecs(const pg::Row& row) {
    std::vector<Codec> codecs;
    for (const auto codec : row.get<std::vector<std::int32_t>>(15)) {
        codecs.push_back(static_cast<Codec>(codec));
    }
    return codecs;
}

Trunk read_row(const pg::Row& row) {
    return {.id = row.get<base::TrunkId>(0),
            .name = row.get<std::string>(6),
            .host = row.get<std::string>(7),
            .port = row.get<std::optional<std::uint32_t>>(8),
            .transport = transport_named(row.get<std::string>(9)),
            .username = row.get<std::optional<std::string>>(10),
            .password = row.get<std::optional<std::string>>(11),
            .max_concurrent_calls = row.get<std::optional<std::uint32_t>>(12),
            .calls_per_second = row.get<std::optional<double>>(13),
            .registers = row.get<bool>(14),
            .codecs = read_codecs(row),
            .asserts_identity = row.get<bool>(16),
            .withholds_identity = row.get<bool>(17),
            .follows_redirects = row.get<bool>(18),
            .reliable_provisional = row.get<bool>(19),
            .session_expires = row.get<std::uint32_t>(20),
            .srtp = row.get<bool>(21),
            .sources = row.get<std::vector<std::string>>(22),
            .options_every = row.get<std::uint32_t>(23),
            .ca = row.get<std::optional<std::string>>(24),
            .weight = row.get<std::uint32_t>(25),
            .priority = row.get<std::uint32_t>(26),
            .created_at = row.get<base::Instant>(1),
            .updated_at = row.get<base::Instant>(27),
            .state = {.status = static_cast<TrunkStatus>(row.get<std::int32_t>(2)),
                      .reason = row.get<std::optional<std::string>>(3),
                      .closed_until = row.get<std::optional<base::Instant>>(4),
                      .last_seen_at = row.get<std::optional<base::Instant>>(5)}};
}

Result<Trunk>
read_with(pg::Transaction& transaction, const base::TrunkId& id, const std::string& lock) {
    const auto rows = transaction.exec(
        "SELECT " + columns + " FROM " + table + " WHERE trunks.id = $1" + lock, id);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(Errc::not_found, "no such trunk", "TRUNK_NOT_FOUND");
    return read_row((*rows)[0]);
}

std::string places(std::size_t count) {
    std::string text = "$1";
    for (std::size_t i = 2; i <= count; ++i) text += ", $" + std::to_string(i);
    return text;
}

Result<void> in_use(const char* why) {
    return fail(Errc::conflict, why, "TRUNK_IN_USE");
}

} // namespace

Result<std::vector<Trunk>> trunks(pg::Transaction& transaction) {
    const auto rows = transaction.exec("SELECT " + columns + " FROM " + table +
                                       " ORDER BY created_at DESC, id DESC");
    if (!rows) return fail(rows.error());
    std::vector<Trunk> all;
    for (const auto row : *rows) all.push_back(read_row(row));
    return all;
}

Result<listing::Found<Trunk>> list_trunks(pg::Transaction& transaction,
                                          const page::Request& wanted) {
    auto listed = listing::list_rows(transaction,
                                     {columns,
                                      table,
                                      "(name ILIKE $1 OR host ILIKE $1)",
                                      {pg::param(page::containing(wanted.search))},
                                      "name"},
                                     wanted);
    if (!listed) return fail(listed.error());
    listing::Found<Trunk> found{.total = listed->total};
    for (const auto row : listed->rows) found.things.push_back(read_row(row));
    return found;
}

Result<Trunk> read_trunk_row(pg::Transaction& transaction, const base::TrunkId& id) {
    return read_with(transaction, id, "");
}

Result<Trunk> lock_trunk_row(pg::Transaction& transaction, const base::TrunkId& id) {
    return read_with(transaction, id, " FOR UPDATE OF trunks");
}

Result<void> insert_trunk(pg::Transaction& transaction, const Trunk& trunk) {
    auto values = values_of(trunk);
    values.push_back(pg::param(trunk.id));
    values.push_back(pg::param(trunk.created_at));
    const auto done =
        transaction.execute("INSERT INTO trunks (" + written + ", id, created_at) VALUES (" +
                                places(values.size()) + ")",
                            values);
    if (!done) return fail(done.error());
    return set_bound(transaction, CapacityKind::trunk, trunk.id.value(), trunk.max_concurrent_calls,
                     trunk.calls_per_second);
}

Result<void> update_trunk(pg::Transaction& transaction, const Trunk& trunk) {
    auto values = values_of(trunk);
    const auto row = places(values.size());
    values.push_back(pg::param(trunk.id));
    const auto done = transaction.execute("UPDATE trunks SET (" + written + ") = ROW(" + row +
                                              ") WHERE id = $" + std::to_string(values.size()),
                                          values);
    if (!done) return fail(done.error());
    return set_bound(transaction, CapacityKind::trunk, trunk.id.value(), trunk.max_concurrent_calls,
                     trunk.calls_per_second);
}

Result<void> delete_trunk(pg::Transaction& transaction, const base::TrunkId& id) {
    if (auto there = lock_trunk_row(transaction, id); !there) return fail(there.error());
    // Whoever claims for it holds its bound: nobody does from here on.
    const auto bound =
        transaction.exec("DELETE FROM capacity WHERE kind = 3 AND id = $1", id.value());
    if (!bound) return fail(bound.error());
    const auto users = transaction.exec("SELECT EXISTS (SELECT FROM dids WHERE trunk_id = $1), "
                                        "EXISTS (SELECT FROM leases WHERE trunk_id = $1)",
                                        id);
    if (!users) return fail(users.error());
    if ((*users)[0].get<bool>(0)) return in_use("a number names the trunk");
    if ((*users)[0].get<bool>(1)) return in_use("calls leave by the trunk");
    const auto gone = transaction.exec("DELETE FROM trunks WHERE id = $1", id);
    if (!gone) return fail(gone.error());
    return {};
}

} // namespace hatif::program_scheduler
