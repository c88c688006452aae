#pragma once

#include "sound.hpp"

#include <ostream>

namespace hatif::evaluation {

/// Keys as sounds, of all digits, lengths and twists, heard once each; and keys that are heard in
/// speech, where there is none. As Markdown.
void tell_keys(std::ostream& out, const Sound& speech, std::uint32_t seed);

} // namespace hatif::evaluation
