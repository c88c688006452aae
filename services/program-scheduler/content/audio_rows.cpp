#include "program_scheduler/content/audio_rows.hpp"

#include "program_scheduler/content/recording_rows.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

// As read_row reads them.
const std::string columns =
    std::string{
        "id, organization_id, title, description, usage_type, tags, created_at, updated_at, "} +
    recording_columns;

constexpr int first_of_recording = 8;

Audio read_row(const pg::Row& row) {
    return {.id = row.get<base::AudioId>(0),
            .organization = row.get<base::OrganizationId>(1),
            .words = {.title = row.get<std::string>(2),
                      .description = row.get<std::optional<std::string>>(3),
                      .usage_type = row.get<std::optional<std::string>>(4),
                      .tags = row.get<std::vector<std::string>>(5)},
            .recording = read_recording(row, first_of_recording),
            .created_at = row.get<base::Instant>(6),
            .updated_at = row.get<base::Instant>(7)};
}

Result<Audio> read_one(pg::Transaction& transaction,
                       const base::OrganizationId& organization,
                       const base::AudioId& id,
                       const std::string& lock) {
    const auto rows = transaction.exec("SELECT " + columns +
                                           " FROM audios WHERE id = $1 AND organization_id = $2 "
                                           "AND deleted_at IS NULL" +
                                           lock,
                                       id, organization);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(base::Errc::not_found, "no such audio", "AUDIO_NOT_FOUND");
    return read_row((*rows)[0]);
}

} // namespace

Result<void>
insert_audio(pg::Transaction& transaction, const Audio& audio, const std::string& waveform) {
    const auto& words = audio.words;
    std::vector<pg::Param> params{pg::param(audio.id),         pg::param(audio.organization),
                                  pg::param(words.title),      pg::param(words.description),
                                  pg::param(words.usage_type), pg::param(words.tags),
                                  pg::param(audio.created_at), pg::param(audio.updated_at)};
    for (auto& param : params_of(audio.recording)) params.push_back(std::move(param));
    params.push_back(pg::param(pg::Bytes{waveform}));
    const auto done = transaction.execute(
        "INSERT INTO audios (" + columns +
            ", waveform) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, "
            "$15, $16, $17, $18, $19, $20, $21)",
        params);
    if (!done) return fail(done.error());
    return {};
}

Result<Audio> read_audio(pg::Transaction& transaction,
                         const base::OrganizationId& organization,
                         const base::AudioId& id) {
    return read_one(transaction, organization, id, "");
}

Result<Audio> lock_audio(pg::Transaction& transaction,
                         const base::OrganizationId& organization,
                         const base::AudioId& id) {
    return read_one(transaction, organization, id, " FOR UPDATE");
}

Result<void> update_words(pg::Transaction& transaction, const Audio& audio) {
    const auto& words = audio.words;
    const auto done = transaction.exec(
        "UPDATE audios SET title = $2, description = $3, usage_type = $4, tags = $5, "
        "updated_at = $6 WHERE id = $1",
        audio.id, words.title, words.description, words.usage_type, words.tags, audio.updated_at);
    if (!done) return fail(done.error());
    return {};
}

Result<void> hide_audio(pg::Transaction& transaction, const base::AudioId& id, base::Instant now) {
    const auto done = transaction.exec("UPDATE audios SET deleted_at = $2 WHERE id = $1", id, now);
    if (!done) return fail(done.error());
    return {};
}

Result<std::optional<std::string>> read_waveform(pg::Transaction& transaction,
                                                 const base::OrganizationId& organization,
                                                 const base::AudioId& id) {
    const auto rows = transaction.exec("SELECT waveform FROM audios WHERE id = $1 "
                                       "AND organization_id = $2 AND deleted_at IS NULL",
                                       id, organization);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(base::Errc::not_found, "no such audio", "AUDIO_NOT_FOUND");
    return (*rows)[0].get<std::optional<std::string>>(0);
}

Result<listing::Found<Audio>> list_audios(pg::Transaction& transaction,
                                          const base::OrganizationId& organization,
                                          const AudioFilter& filter,
                                          const page::Request& wanted) {
    const bool by_length = wanted.sort_by == "durationSeconds";
    const auto found = listing::list_rows(
        transaction,
        {.columns = columns,
         .table = "audios",
         .where = "organization_id = $1 AND deleted_at IS NULL AND (title ILIKE $2 OR "
                  "description ILIKE $2 OR array_to_string(tags, ', ') ILIKE $2) "
                  "AND ($3::text IS NULL OR usage_type = $3) AND tags @> $4",
         .params = {pg::param(organization), pg::param(page::containing(wanted.search)),
                    pg::param(filter.usage_type), pg::param(filter.tags)},
         .name = by_length ? "duration_seconds" : "title",
         .is_number = by_length},
        wanted);
    if (!found) return fail(found.error());
    listing::Found<Audio> list{.things = {}, .total = found->total};
    for (const auto row : found->rows) list.things.push_back(read_row(row));
    return list;
}

Result<std::map<base::AudioId, Playable>> read_playable(pg::Transaction& transaction,
                                                        const base::OrganizationId& organization,
                                                        const std::vector<base::AudioId>& ids,
                                                        Deleted deleted) {
    std::map<base::AudioId, Playable> playable;
    if (ids.empty()) return playable;
    const auto rows = transaction.exec(
        "SELECT id, a_law_hash, mu_law_hash, ceil(duration_seconds * 1000)::bigint FROM audios "
        "WHERE id = ANY($1) AND organization_id = $2 AND ($3 OR deleted_at IS NULL)",
        ids, organization, deleted == Deleted::with);
    if (!rows) return fail(rows.error());
    for (const auto row : *rows) {
        playable.emplace(row.get<base::AudioId>(0),
                         Playable{row.get<objects::ContentHash>(1),
                                  row.get<objects::ContentHash>(2),
                                  std::chrono::milliseconds{row.get<std::int64_t>(3)}});
    }
    return playable;
}

} // namespace hatif::program_scheduler
