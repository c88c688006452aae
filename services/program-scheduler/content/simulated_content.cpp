#include "program_scheduler/content/simulated_content.hpp"

#include "flow/play_item.hpp"
#include "flow/references.hpp"
#include "program_scheduler/content/flow.hpp"

#include <fmt/format.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
using simulation::Sound;

namespace {

struct Sounds {
    struct Dictionary {
        std::string language;
        std::map<std::string, Sound, std::less<>> words{};
    };
    std::map<std::string, Sound, std::less<>> audios;
    std::map<std::string, Dictionary, std::less<>> dictionaries;
};

std::chrono::milliseconds length_of(double seconds) {
    return std::chrono::milliseconds{static_cast<std::int64_t>(seconds * 1000 + 0.5)};
}

/// Those texts that are ids at all.
template <class Texts>
std::vector<base::Uuid> ids_in(const Texts& texts) {
    std::vector<base::Uuid> ids;
    for (const auto& text : texts) {
        if (const auto id = base::Uuid::parse(text.value())) ids.push_back(*id);
    }
    return ids;
}

Result<void> read_audios(pg::Transaction& transaction,
                         const base::OrganizationId& organization,
                         const std::vector<base::Uuid>& ids,
                         Sounds& sounds) {
    if (ids.empty()) return {};
    const auto rows = transaction.exec("SELECT id, title, duration_seconds FROM audios"
                                       " WHERE id = ANY ($1) AND organization_id = $2"
                                       " AND deleted_at IS NULL",
                                       ids, organization);
    if (!rows) return fail(rows.error());
    for (const auto row : *rows) {
        sounds.audios.emplace(row.get<base::Uuid>(0).to_string(),
                              Sound{row.get<std::string>(1), length_of(row.get<double>(2))});
    }
    return {};
}

Result<void> read_dictionaries(pg::Transaction& transaction,
                               const base::OrganizationId& organization,
                               const std::vector<base::Uuid>& ids,
                               Sounds& sounds) {
    if (ids.empty()) return {};
    const auto rows = transaction.exec(
        "SELECT d.id, d.language, e.key, e.duration_seconds FROM dictionaries d"
        " JOIN dictionary_entries e ON e.dictionary_id = d.id WHERE d.id = ANY ($1)"
        " AND (d.organization_id = $2 OR d.is_system) AND d.deleted_at IS NULL",
        ids, organization);
    if (!rows) return fail(rows.error());
    for (const auto row : *rows) {
        auto& dictionary = sounds.dictionaries[row.get<base::Uuid>(0).to_string()];
        dictionary.language = row.get<std::string>(1);
        const auto key = row.get<std::string>(2);
        dictionary.words.emplace(key,
                                 Sound{simulation::words_of(key), length_of(row.get<double>(3))});
    }
    return {};
}

flow::OrFault<Sound> word_of(const Sounds& sounds, const flow::SpokenKey& word) {
    const auto& id = word.dictionary.value();
    const auto dictionary = sounds.dictionaries.find(id);
    if (dictionary != sounds.dictionaries.end() &&
        dictionary->second.language != speech::to_string(word.language)) {
        return flow::fault("dictionary_language", fmt::format("dictionary {} is in {}, not {}", id,
                                                              dictionary->second.language,
                                                              speech::to_string(word.language)));
    }
    const auto built_in = sounds.dictionaries.find(flow::built_in(word.language).value());
    for (const auto& from : {dictionary, built_in}) {
        if (from == sounds.dictionaries.end()) continue;
        const auto it = from->second.words.find(word.key);
        if (it != from->second.words.end()) return it->second;
    }
    return flow::fault("dictionary_key_missing",
                       fmt::format("dictionary {} has no recording of '{}'", id,
                                   word.secret ? flow::masked : std::string_view{word.key}));
}

} // namespace

Result<simulation::Lookup> sounds_of(pg::Transaction& transaction,
                                     const base::OrganizationId& organization,
                                     const flow::Graph& graph) {
    const auto sounds = std::make_shared<Sounds>();
    auto named = flow::references_of(graph);
    named.dictionary_ids.merge(built_in_of(graph));
    auto read = read_audios(transaction, organization, ids_in(named.audio_ids), *sounds);
    if (!read) return fail(read.error());
    read = read_dictionaries(transaction, organization, ids_in(named.dictionary_ids), *sounds);
    if (!read) return fail(read.error());
    return [sounds](const flow::Piece& piece) -> flow::OrFault<Sound> {
        if (const auto* word = std::get_if<flow::SpokenKey>(&piece)) return word_of(*sounds, *word);
        if (const auto* text = std::get_if<flow::SpokenText>(&piece)) {
            return Sound{text->text, simulation::spoken_length(text->text)};
        }
        const auto& id = std::get<flow::PromptId>(piece).value();
        const auto it = sounds->audios.find(id);
        if (it != sounds->audios.end()) return it->second;
        return flow::fault("audio_not_found", "there is no audio " + id);
    };
}

} // namespace hatif::program_scheduler
