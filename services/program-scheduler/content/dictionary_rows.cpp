#include "program_scheduler/content/dictionary_rows.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

// As read_row reads them.
constexpr const char* columns =
    "id, organization_id, name, language, revision, created_at, updated_at, (SELECT count(*) "
    "FROM dictionary_entries e WHERE e.dictionary_id = dictionaries.id), is_system";

Dictionary read_row(const pg::Row& row) {
    return {.id = row.get<base::DictionaryId>(0),
            .organization = row.get<base::OrganizationId>(1),
            .name = row.get<std::string>(2),
            .language = row.get<std::string>(3),
            .revision = static_cast<std::uint64_t>(row.get<std::int64_t>(4)),
            .entries = static_cast<std::uint32_t>(row.get<std::int64_t>(7)),
            .is_system = row.get<bool>(8),
            .created_at = row.get<base::Instant>(5),
            .updated_at = row.get<base::Instant>(6)};
}

Result<void> done(const Result<pg::Rows>& rows) {
    if (!rows) return fail(rows.error());
    return {};
}

} // namespace

Result<void> insert_dictionary(pg::Transaction& transaction, const Dictionary& it) {
    return done(transaction.exec(
        "INSERT INTO dictionaries (id, organization_id, name, language, revision, created_at, "
        "updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        it.id, it.organization, it.name, it.language, static_cast<std::int64_t>(it.revision),
        it.created_at, it.updated_at));
}

Result<Dictionary> read_dictionary(pg::Transaction& transaction,
                                   const base::OrganizationId& organization,
                                   const base::DictionaryId& id) {
    const auto rows = transaction.exec("SELECT " + std::string{columns} +
                                           " FROM dictionaries WHERE id = $1 "
                                           "AND (organization_id = $2 OR is_system) "
                                           "AND deleted_at IS NULL",
                                       id, organization);
    if (!rows) return fail(rows.error());
    if (rows->empty()) {
        return fail(base::Errc::not_found, "no such dictionary", "DICTIONARY_NOT_FOUND");
    }
    return read_row((*rows)[0]);
}

Result<Dictionary> lock_dictionary(pg::Transaction& transaction,
                                   const base::OrganizationId& organization,
                                   const base::DictionaryId& id) {
    // The row is locked first: what another writer counted is not seen by one statement alone.
    const auto locked =
        transaction.exec("SELECT FROM dictionaries WHERE id = $1 AND organization_id = $2 "
                         "FOR UPDATE",
                         id, organization);
    if (!locked) return fail(locked.error());
    auto found = read_dictionary(transaction, organization, id);
    if (!found) return found;
    if (auto own = require_own(*found); !own) return fail(own.error());
    return found;
}

Result<void>
raise_revision(pg::Transaction& transaction, const base::DictionaryId& id, base::Instant now) {
    return done(transaction.exec(
        "UPDATE dictionaries SET revision = revision + 1, updated_at = $2 WHERE id = $1", id, now));
}

Result<void>
hide_dictionary(pg::Transaction& transaction, const base::DictionaryId& id, base::Instant now) {
    return done(transaction.exec("UPDATE dictionaries SET deleted_at = $2 WHERE id = $1", id, now));
}

Result<listing::Found<Dictionary>> list_dictionaries(pg::Transaction& transaction,
                                                     const base::OrganizationId& organization,
                                                     const page::Request& wanted) {
    const auto found = listing::list_rows(
        transaction,
        {.columns = columns,
         .table = "dictionaries",
         .where = "(organization_id = $1 OR is_system) AND deleted_at IS NULL AND name ILIKE $2",
         .params = {pg::param(organization), pg::param(page::containing(wanted.search))},
         .name = "name"},
        wanted);
    if (!found) return fail(found.error());
    listing::Found<Dictionary> list{.things = {}, .total = found->total};
    for (const auto row : found->rows) list.things.push_back(read_row(row));
    return list;
}

Result<std::map<base::DictionaryId, Vocabulary>>
read_vocabularies(pg::Transaction& transaction,
                  const base::OrganizationId& organization,
                  const std::vector<base::DictionaryId>& ids) {
    std::map<base::DictionaryId, Vocabulary> vocabularies;
    if (ids.empty()) return vocabularies;
    const auto rows = transaction.exec(
        "SELECT d.id, d.language, array_remove(array_agg(e.key), NULL), "
        "coalesce(max(e.played_seconds), 0) FROM dictionaries d "
        "LEFT JOIN dictionary_entries e ON e.dictionary_id = d.id WHERE d.id = ANY($1) "
        "AND (d.organization_id = $2 OR d.is_system) AND d.deleted_at IS NULL GROUP BY d.id",
        ids, organization);
    if (!rows) return fail(rows.error());
    for (const auto row : *rows) {
        vocabularies.emplace(row.get<base::DictionaryId>(0),
                             Vocabulary{row.get<std::string>(1),
                                        row.get<std::vector<std::string>>(2),
                                        std::chrono::ceil<std::chrono::milliseconds>(
                                            std::chrono::duration<double>{row.get<double>(3)})});
    }
    return vocabularies;
}

} // namespace hatif::program_scheduler
