#pragma once

#include "base/clock.hpp"
#include "objects/object_store.hpp"
#include "pg/pool.hpp"
#include "program_scheduler/content/spoken_rows.hpp"
#include "transcode/decoder.hpp"
#include "voice/voice.hpp"

#include <future>
#include <map>
#include <mutex>
#include <semaphore>
#include <string>
#include <vector>

namespace hatif::program_scheduler {

/// What it works with; all of it outlives it.
struct SpeakerParts {
    pg::Pool& pool;
    objects::ObjectStore& objects;
    const transcode::Decoder& decoder;
    voice::Engine& engine;
    const base::Clock& clock;
};

/// Has texts spoken, each once: what was spoken before is found again by its content, and of those
/// who want a text at once in this replica one lets it be spoken, the others wait for it. Any
/// thread; a few engines run at a time.
class Speaker {
public:
    explicit Speaker(const SpeakerParts& parts);

    using Sound = base::Result<SpokenSound>;

    /// In their order, each with its own error: the reasons of `voice::Engine`. What the engine
    /// gave and cannot be decoded is `voice_unavailable`.
    std::vector<Sound> speak(const std::vector<voice::Utterance>& utterances);

    /// Forgets what nobody used for a month. Answers whether there may be more.
    base::Result<bool> forget();

private:
    /// One that is being spoken, for all who wait.
    using Shared = std::shared_future<Sound>;

    Sound once(const std::string& key, const voice::Utterance& utterance);
    Sound made(const std::string& key, const voice::Utterance& utterance);
    base::Result<transcode::Decoded> sound_of(const voice::Utterance& utterance);

    const SpeakerParts parts_;
    std::counting_semaphore<> places_;     ///< of engines
    std::counting_semaphore<> keeping_{4}; ///< each holds a connection while the store takes bytes
    std::mutex mutex_;
    std::map<std::string, Shared> under_way_;
};

/// What a text is kept by: the hash of all that its sound depends on.
std::string spoken_key(const std::string& engine, const voice::Utterance& utterance);

} // namespace hatif::program_scheduler
