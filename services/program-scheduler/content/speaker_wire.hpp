#pragma once

#include "base/result.hpp"
#include "program_scheduler/content/speaker.hpp"

#include <hatif/program/v1/lease_service.pb.h>

namespace hatif::program_scheduler {

/// The most texts of one request.
inline constexpr int most_utterances = 32;

/// LeaseService.Speak. VALIDATION of too many; each text else has an answer of its own, an error as
/// "voice_unknown: why", with `language_unknown` beside the reasons of `voice::Engine`.
base::Result<program::v1::SpeakResponse> answer_speak(Speaker& speaker,
                                                      const program::v1::SpeakRequest& request);

} // namespace hatif::program_scheduler
