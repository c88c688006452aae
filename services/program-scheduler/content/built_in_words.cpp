#include "program_scheduler/content/built_in_words.hpp"

#include "flow/play_item.hpp"
#include "observability/log.hpp"
#include "program_scheduler/content/dictionary_rows.hpp"
#include "program_scheduler/content/entry_rows.hpp"
#include "program_scheduler/content/speaker.hpp"
#include "speech/plain_text.hpp"

#include <filesystem>
#include <utility>
#include <vector>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
using speech::Language;

namespace {

base::DictionaryId id_of(Language language) {
    return base::DictionaryId{base::Uuid::parse(flow::built_in(language).value()).value()};
}

std::string name_of(Language language) {
    return "Built-in " + std::string{speech::to_string(language)};
}

/// True: this transaction alone installs.
Result<bool> lock(pg::Transaction& transaction) {
    const auto rows =
        transaction.exec("SELECT pg_try_advisory_xact_lock(hashtext('built-in words'))");
    if (!rows) return fail(rows.error());
    return (*rows)[0].get<bool>(0);
}

Result<void> make_dictionary(pg::Transaction& transaction, Language language, base::Instant now) {
    const auto made = transaction.exec(
        "INSERT INTO dictionaries (id, organization_id, name, language, revision, created_at, "
        "updated_at, is_system) VALUES ($1, $2, $3, $4, 1, $5, $5, true) ON CONFLICT DO NOTHING",
        id_of(language), base::Uuid{}, name_of(language), std::string{speech::to_string(language)},
        now);
    if (!made) return fail(made.error());
    return {};
}

/// By key, what each is spoken as.
Result<std::map<std::string, std::string>> spoken(pg::Transaction& transaction, Language language) {
    const auto rows = transaction.exec("SELECT key, coalesce(spoken_as, '') FROM "
                                       "dictionary_entries WHERE dictionary_id = $1",
                                       id_of(language));
    if (!rows) return fail(rows.error());
    std::map<std::string, std::string> found;
    for (const auto row : *rows) found.emplace(row.get<std::string>(0), row.get<std::string>(1));
    return found;
}

Result<void>
drop(pg::Transaction& transaction, Language language, const std::vector<std::string>& keys) {
    const auto gone = transaction.exec(
        "DELETE FROM dictionary_entries WHERE dictionary_id = $1 AND key = ANY($2)",
        id_of(language), keys);
    if (!gone) return fail(gone.error());
    return {};
}

} // namespace

const BuiltInWords::Words& BuiltInWords::words_of(Language language, const std::string& engine) {
    const auto made = words_.find({engine, language});
    if (made != words_.end()) return made->second;
    Words words;
    for (const auto& key : speech::every_key(language)) {
        voice::Utterance utterance{speech::spoken_form(language, key), language};
        auto spoken_as = spoken_key(engine, utterance);
        words.emplace(key, Wanted{std::move(utterance), std::move(spoken_as)});
    }
    return words_.emplace(std::pair{engine, language}, std::move(words)).first->second;
}

Result<void> BuiltInWords::speak(pg::Transaction& transaction,
                                 Language language,
                                 const std::string& key,
                                 const Wanted& word) {
    const auto file = parts_.engine.speak(word.utterance);
    if (!file) return fail(file.error());
    auto spool = Spool::open(std::filesystem::temp_directory_path());
    if (!spool) return fail(spool.error());
    if (auto added = spool->add(*file); !added) return added;
    const auto now = parts_.clock.now();
    const FileSent sent{key + ".wav", "audio/wav", {.trim_silence = true}};
    auto recorded = parts_.recorder.record(sent, *spool, now);
    if (!recorded) return fail(recorded.error());
    const auto kept = put_entry(transaction, {.id = base::Uuid::v7(now),
                                              .dictionary = id_of(language),
                                              .organization = base::OrganizationId{base::Uuid{}},
                                              .key = key,
                                              .recording = std::move(recorded->recording),
                                              .created_at = now,
                                              .updated_at = now});
    if (!kept) return fail(kept.error());
    const auto noted = transaction.exec(
        "UPDATE dictionary_entries SET spoken_as = $2 WHERE id = $1", kept->id, word.spoken_as);
    if (!noted) return fail(noted.error());
    return {};
}

Result<bool> BuiltInWords::install(pg::Transaction& transaction,
                                   Language language,
                                   const Words& wanted,
                                   std::size_t most) {
    const auto there = spoken(transaction, language);
    if (!there) return fail(there.error());
    std::vector<std::string> surplus;
    for (const auto& [key, spoken_as] : *there) {
        if (!wanted.contains(key)) surplus.push_back(key);
    }
    std::size_t changes = surplus.size();
    if (!surplus.empty()) {
        if (auto gone = drop(transaction, language, surplus); !gone) return fail(gone.error());
    }
    bool more = false;
    std::size_t asked = 0;
    for (const auto& [key, word] : wanted) {
        const auto it = there->find(key);
        if (it != there->end() && it->second == word.spoken_as) continue;
        if (failed_.contains(word.spoken_as)) continue;
        more = asked++ == most;
        if (more) break;
        const auto done = speak(transaction, language, key, word);
        if (done) {
            ++changes;
            continue;
        }
        observability::log_warning("a built-in word was not spoken",
                                   {{"key", key}, {"why", done.error().what}});
        failed_.insert(word.spoken_as);
        // It may be all words that cannot be spoken or kept now, or this one alone.
        if (done.error().code == base::Errc::unavailable && changes == 0) {
            broken_off_ = true;
            return false;
        }
    }
    if (changes == 0) return more;
    const auto raised = raise_revision(transaction, id_of(language), parts_.clock.now());
    if (!raised) return fail(raised.error());
    return more;
}

Result<bool> BuiltInWords::install(Language language, const std::string& engine, std::size_t most) {
    const auto& wanted = words_of(language, engine);
    return parts_.pool.transact([&](pg::Transaction& transaction) -> Result<bool> {
        const auto alone = lock(transaction);
        if (!alone) return fail(alone.error());
        if (!*alone) return false;
        return install(transaction, language, wanted, most);
    });
}

Result<void> BuiltInWords::make() {
    return parts_.pool.transact([&](pg::Transaction& transaction) -> Result<void> {
        for (const auto language : speech::languages) {
            const auto made = make_dictionary(transaction, language, parts_.clock.now());
            if (!made) return made;
        }
        return {};
    });
}

Result<bool> BuiltInWords::install(std::size_t most) {
    if (auto made = make(); !made) return fail(made.error());
    const auto engine = parts_.engine.name();
    if (engine.empty()) {
        return voice::voice_unavailable("there is no voice engine: install espeak-ng, or name one "
                                        "with HATIF_VOICE_PROGRAM or HATIF_VOICE_URL");
    }
    for (const auto language : speech::languages) {
        auto more = install(language, engine, most);
        if (!more || *more) return more;
    }
    // What broke this round off is left out of the next one, which gets beyond it.
    if (!std::exchange(broken_off_, false)) failed_.clear();
    return false;
}

} // namespace hatif::program_scheduler
