#pragma once

#include "program_scheduler/content/built_in_words.hpp"
#include "program_scheduler/content/speaker.hpp"
#include "program_scheduler/ticker.hpp"
#include "voice/engine_choice.hpp"

#include <memory>

namespace hatif::program_scheduler {

/// Where texts are spoken: the voice engine, what it said, and the built-in dictionaries, which are
/// made, and kept up to date, in the background.
class Studio {
public:
    /// Throws std::runtime_error when the engine's setting cannot be. All the others outlive it.
    Studio(const voice::EngineSetting& setting,
           pg::Pool& pool,
           objects::ObjectStore& objects,
           const transcode::Decoder& decoder,
           const Recorder& recorder,
           const base::Clock& clock);

    Speaker& speaker() { return speaker_; }

private:
    bool install(); ///< false: pause before the next round
    bool forget();

    const std::unique_ptr<voice::Engine> engine_;
    Speaker speaker_;
    BuiltInWords words_;
    Ticker installing_; // the tickers last, so that they are destroyed first
    Ticker forgetting_;
};

} // namespace hatif::program_scheduler
