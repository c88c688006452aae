#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "objects/object_store.hpp"
#include "pg/pool.hpp"

#include <hatif/program/v1/audio_service.pb.h>

namespace hatif::program_scheduler {

/// The picture of an audio, in as many points as are asked for. Audios that were uploaded before
/// pictures were made get theirs from what calls play. VALIDATION, AUDIO_NOT_FOUND.
base::Result<void> tell_waveform(pg::Pool& pool,
                                 objects::ObjectStore& objects,
                                 const base::OrganizationId& organization,
                                 const program::v1::GetAudioWaveformRequest& request,
                                 program::v1::AudioWaveform& answer);

} // namespace hatif::program_scheduler
