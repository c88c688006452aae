#pragma once

#include <cstddef>
#include <string>

namespace hatif::load {

/// What each call does once it is answered.
struct Flow {
    std::string graph;       ///< JSON
    std::size_t seconds = 0; ///< of the prompt "audio"; 0: there is none
};

/// sig: hangs up at once. prompt: 10 s of audio. msg: 10 s of audio, then waits 5 s for a key.
/// hold: as many seconds of audio as `hold` says. Behind a "+amd" machines are listened for. Throws
/// std::invalid_argument on another name.
Flow flow_named(const std::string& name, std::size_t hold);

} // namespace hatif::load
