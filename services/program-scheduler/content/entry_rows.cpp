#include "program_scheduler/content/entry_rows.hpp"

#include "program_scheduler/content/dictionary_rows.hpp"
#include "program_scheduler/content/recording_rows.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

// As read_row reads them.
const std::string columns =
    std::string{"id, dictionary_id, key, created_at, updated_at, "} + recording_columns;

constexpr int first_of_recording = 5;

DictionaryEntry read_row(const pg::Row& row, const base::OrganizationId& organization) {
    return {.id = row.get<base::Uuid>(0),
            .dictionary = row.get<base::DictionaryId>(1),
            .organization = organization,
            .key = row.get<std::string>(2),
            .recording = read_recording(row, first_of_recording),
            .created_at = row.get<base::Instant>(3),
            .updated_at = row.get<base::Instant>(4)};
}

} // namespace

Result<DictionaryEntry> put_entry(pg::Transaction& transaction, const DictionaryEntry& entry) {
    std::vector<pg::Param> params{pg::param(entry.id), pg::param(entry.dictionary),
                                  pg::param(entry.key), pg::param(entry.created_at),
                                  pg::param(entry.updated_at)};
    for (auto& param : params_of(entry.recording)) params.push_back(std::move(param));
    const auto rows = transaction.execute(
        "INSERT INTO dictionary_entries (" + columns +
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, "
            "$17) "
            "ON CONFLICT (dictionary_id, key) DO UPDATE SET (updated_at, " +
            recording_columns +
            ") = ROW($5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) RETURNING " +
            columns,
        params);
    if (!rows) return fail(rows.error());
    return read_row((*rows)[0], entry.organization);
}

Result<DictionaryEntry> read_entry(pg::Transaction& transaction,
                                   const base::OrganizationId& organization,
                                   const base::DictionaryId& dictionary,
                                   const std::string& key) {
    if (auto there = read_dictionary(transaction, organization, dictionary); !there) {
        return fail(there.error());
    }
    const auto rows = transaction.exec("SELECT " + columns +
                                           " FROM dictionary_entries WHERE dictionary_id = $1 "
                                           "AND key = $2",
                                       dictionary, key);
    if (!rows) return fail(rows.error());
    if (rows->empty()) {
        return fail(base::Errc::not_found, "the dictionary has no such key",
                    "DICTIONARY_ENTRY_NOT_FOUND");
    }
    return read_row((*rows)[0], organization);
}

Result<void> delete_entry(pg::Transaction& transaction, const base::Uuid& id) {
    const auto done = transaction.exec("DELETE FROM dictionary_entries WHERE id = $1", id);
    if (!done) return fail(done.error());
    return {};
}

Result<listing::Found<DictionaryEntry>> list_entries(pg::Transaction& transaction,
                                                     const Dictionary& dictionary,
                                                     const page::Request& wanted) {
    const auto found = listing::list_rows(
        transaction,
        {.columns = columns,
         .table = "dictionary_entries",
         .where = "dictionary_id = $1 AND key ILIKE $2",
         .params = {pg::param(dictionary.id), pg::param(page::containing(wanted.search))},
         .name = "key"},
        wanted);
    if (!found) return fail(found.error());
    listing::Found<DictionaryEntry> list{.things = {}, .total = found->total};
    for (const auto row : found->rows) {
        list.things.push_back(read_row(row, dictionary.organization));
    }
    return list;
}

} // namespace hatif::program_scheduler
