#pragma once

#include <string>

namespace hatif::voice {

/// A WAV file that was written into a pipe claims a length that its writer did not know. The same
/// bytes with the true ones; what is no WAV, or knows its length, stays as it is.
std::string with_true_lengths(std::string wav);

} // namespace hatif::voice
