#pragma once

#include "config/environment.hpp"
#include "voice/http_engine.hpp"
#include "voice/voice.hpp"

#include <memory>
#include <optional>
#include <string>

namespace hatif::voice {

/// Which engine a service speaks by.
struct EngineSetting {
    std::string program{};             ///< of espeak-ng, unless
    std::optional<HttpSetting> http{}; ///< a server speaks
};

/// HATIF_VOICE_URL ("": espeak-ng; else http or https), and of a server besides:
/// HATIF_VOICE_VERSION, HATIF_VOICE_TOKEN, HATIF_VOICE_CA, all of them "" if not set.
/// HATIF_VOICE_PROGRAM: the path of espeak-ng ("/usr/bin/espeak-ng"). What is wrong is among the
/// environment's refusals.
EngineSetting read_engine_setting(config::Environment& environment);

/// Throws std::runtime_error, for a start-up error, when the CA's file is not there.
std::unique_ptr<Engine> make_engine(const EngineSetting& setting);

} // namespace hatif::voice
