#pragma once

#include "base/clock.hpp"
#include "pg/pool.hpp"
#include "program_scheduler/content/recorder.hpp"
#include "speech/language.hpp"
#include "voice/voice.hpp"

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace hatif::program_scheduler {

/// What they are made with; all of it outlives them.
struct BuiltInParts {
    pg::Pool& pool;
    const Recorder& recorder;
    voice::Engine& engine;
    const base::Clock& clock;
};

/// The platform's own dictionaries, one a language: every key that it needs, spoken by the voice
/// engine. Rows like an organization's, of nobody's (the nil organization), that all may read.
///
/// Any number of replicas may install; one does at a time. A few words at a time are spoken and
/// kept, so that it goes on where it was broken off; words that changed, or an engine that did, are
/// spoken anew, and the revision rises.
class BuiltInWords {
public:
    explicit BuiltInWords(const BuiltInParts& parts) : parts_{parts} {}

    /// One batch. Answers whether there is more to do at once. `voice_unavailable` when the engine
    /// says nothing: what there is stays.
    base::Result<bool> install(std::size_t most = 16);

private:
    base::Result<void> make();

    struct Wanted {
        voice::Utterance utterance;
        std::string spoken_as;
    };
    using Words = std::map<std::string, Wanted>; // by key

    base::Result<bool>
    install(speech::Language language, const std::string& engine, std::size_t most);
    base::Result<bool> install(pg::Transaction& transaction,
                               speech::Language language,
                               const Words& wanted,
                               std::size_t most);
    base::Result<void> speak(pg::Transaction& transaction,
                             speech::Language language,
                             const std::string& key,
                             const Wanted& word);
    /// Of this engine; made once, for they take a while.
    const Words& words_of(speech::Language language, const std::string& engine);

    const BuiltInParts parts_;
    std::map<std::pair<std::string, speech::Language>, Words> words_{}; // by engine
    std::set<std::string> failed_; // what this engine could not say, until a round was whole
    bool broken_off_ = false;      // this round, for a language at least
};

} // namespace hatif::program_scheduler
