#include "program_scheduler/content/audio_rows.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

Audio read_row(const pg::Row& row) {
    return {.id = row.get<base::AudioId>(0),
            .organization = row.get<base::OrganizationId>(1),
            .words = {.title = row.get<std::string>(2),
                      .description = row.get<std::optional<std::string>>(3),
                      .usage_type = row.get<std::optional<std::string>>(4),
                      .tags = row.get<std::vector<std::string>>(5),
                      .file_name = row.get<std::string>(11),
                      .content_type = row.get<std::string>(12)},
            .duration_seconds = row.get<double>(6),
            .sample_rate = row.get<std::uint32_t>(7),
            .channels = row.get<std::uint32_t>(8),
            .bit_depth = row.get<std::uint32_t>(9),
            .file_id = row.get<base::Uuid>(10),
            .file_size = row.get<std::int64_t>(13),
            .original = row.get<ContentHash>(14),
            .a_law = row.get<ContentHash>(15),
            .mu_law = row.get<ContentHash>(16),
            .created_at = row.get<base::Instant>(17),
            .updated_at = row.get<base::Instant>(18)};
}

std::int32_t signed_of(std::uint32_t value) {
    return static_cast<std::int32_t>(value);
}

} // namespace

Result<void> insert_audio(pg::Transaction& transaction, const Audio& audio) {
    const auto& words = audio.words;
    const auto done = transaction.exec(
        "INSERT INTO audios (id, organization_id, title, description, usage_type, tags, "
        "duration_seconds, sample_rate, channels, bit_depth, file_id, file_name, content_type, "
        "file_size, original_hash, a_law_hash, mu_law_hash, created_at, updated_at) VALUES "
        "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
        audio.id, audio.organization, words.title, words.description, words.usage_type, words.tags,
        audio.duration_seconds, signed_of(audio.sample_rate), signed_of(audio.channels),
        signed_of(audio.bit_depth), audio.file_id, words.file_name, words.content_type,
        audio.file_size, audio.original, audio.a_law, audio.mu_law, audio.created_at,
        audio.updated_at);
    if (!done) return fail(done.error());
    return {};
}

Result<Audio> read_audio(pg::Transaction& transaction,
                         const base::OrganizationId& organization,
                         const base::AudioId& id) {
    const auto rows = transaction.exec(
        "SELECT id, organization_id, title, description, usage_type, tags, duration_seconds, "
        "sample_rate, channels, bit_depth, file_id, file_name, content_type, file_size, "
        "original_hash, a_law_hash, mu_law_hash, created_at, updated_at "
        "FROM audios WHERE id = $1 AND organization_id = $2",
        id, organization);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(base::Errc::not_found, "no such audio", "AUDIO_NOT_FOUND");
    return read_row((*rows)[0]);
}

Result<std::map<base::AudioId, Playable>> read_playable(pg::Transaction& transaction,
                                                        const base::OrganizationId& organization,
                                                        const std::vector<base::AudioId>& ids) {
    std::map<base::AudioId, Playable> playable;
    if (ids.empty()) return playable;
    const auto rows = transaction.exec("SELECT id, a_law_hash, mu_law_hash FROM audios "
                                       "WHERE id = ANY($1) AND organization_id = $2",
                                       ids, organization);
    if (!rows) return fail(rows.error());
    for (const auto row : *rows) {
        playable.emplace(row.get<base::AudioId>(0),
                         Playable{row.get<ContentHash>(1), row.get<ContentHash>(2)});
    }
    return playable;
}

} // namespace hatif::program_scheduler
