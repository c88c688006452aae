#pragma once

#include "base/clock.hpp"
#include "endpoint/endpoint.hpp"
#include "program_scheduler/content/audio.hpp"
#include "program_scheduler/content/object_store.hpp"
#include "program_scheduler/content/spool.hpp"
#include "transcode/decoder.hpp"

#include <hatif/program/v1/audio_service.grpc.pb.h>

#include <filesystem>

namespace hatif::program_scheduler {

/// What the audio service works with; all of it outlives the service.
struct AudioParts {
    endpoint::Endpoint& endpoint;
    pg::Pool& pool;
    ObjectStore& objects;
    const transcode::Decoder& decoder;
    const base::Clock& clock;
    std::filesystem::path uploads; ///< where uploads wait while they are looked at
};

class AudioService final : public program::v1::AudioService::Service {
public:
    explicit AudioService(AudioParts parts) : parts_{std::move(parts)} {}

    grpc::Status UploadAudio(grpc::ServerContext* context,
                             grpc::ServerReader<program::v1::UploadAudioRequest>* reader,
                             program::v1::Audio* answer) override;
    grpc::Status GetAudio(grpc::ServerContext* context,
                          const program::v1::GetAudioRequest* request,
                          program::v1::Audio* answer) override;

private:
    base::Result<Audio>
    make_audio(const base::OrganizationId& organization, AudioWords words, Spool& file) const;
    base::Result<void> upload(const grpc::ServerContext& context,
                              grpc::ServerReader<program::v1::UploadAudioRequest>& reader,
                              program::v1::Audio& answer) const;

    AudioParts parts_;
};

} // namespace hatif::program_scheduler
