#pragma once

#include "base/result.hpp"
#include "gateway/rest/api.hpp"
#include "gateway/rest/upstreams.hpp"
#include "hatif/program/v1/audio_service.pb.h"

namespace hatif::gateway {

/// What an upload's form holds.
struct AudioForm {
    program::v1::UploadAudioRequest::Header header;
    std::string_view file; ///< looks into the body
};

/// Reads the form: `file`, and besides title, description, usageType, tags (a comma list, a
/// JSON array of texts, or given several times; also as `tags[]`). Everything that is wrong is told
/// at once; `too_large` above 128 MiB.
base::Result<AudioForm> read_audio_form(const http::Request& request);

/// POST /api/audio-management/upload: the form as a stream of pieces to AudioService.UploadAudio.
CustomHandler upload_audio(Upstreams& upstreams);

} // namespace hatif::gateway
