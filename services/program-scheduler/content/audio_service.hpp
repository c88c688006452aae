#pragma once

#include "base/clock.hpp"
#include "endpoint/endpoint.hpp"
#include "objects/object_store.hpp"
#include "program_scheduler/content/audio.hpp"
#include "program_scheduler/content/recorder.hpp"

#include <hatif/program/v1/audio_service.grpc.pb.h>

#include <string>

namespace hatif::program_scheduler {

/// What the audio service works with; all of it outlives the service.
struct AudioParts {
    endpoint::Endpoint& endpoint;
    pg::Pool& pool;
    objects::ObjectStore& objects;
    const Recorder& recorder;
    const rpc::CallerKeys& keys; ///< they seal playback addresses
    const base::Clock& clock;
    std::string public_url; ///< before the paths of playback addresses; may be empty
};

class AudioService final : public program::v1::AudioService::Service {
public:
    explicit AudioService(AudioParts parts) : parts_{std::move(parts)} {}

    using Uploads = grpc::ServerReader<program::v1::UploadAudioRequest>;
    using Downloads = grpc::ServerWriter<type::v1::Download>;

    grpc::Status
    UploadAudio(grpc::ServerContext* context, Uploads* reader, program::v1::Audio* answer) override;
    grpc::Status ListAudios(grpc::ServerContext* context,
                            const program::v1::ListAudiosRequest* request,
                            program::v1::ListAudiosResponse* answer) override;
    grpc::Status ListAudiosByUsage(grpc::ServerContext* context,
                                   const program::v1::ListAudiosByUsageRequest* request,
                                   program::v1::ListAudiosResponse* answer) override;
    grpc::Status DownloadAudio(grpc::ServerContext* context,
                               const program::v1::DownloadAudioRequest* request,
                               Downloads* writer) override;
    grpc::Status GetAudio(grpc::ServerContext* context,
                          const program::v1::GetAudioRequest* request,
                          program::v1::Audio* answer) override;
    grpc::Status GetAudioWaveform(grpc::ServerContext* context,
                                  const program::v1::GetAudioWaveformRequest* request,
                                  program::v1::AudioWaveform* answer) override;
    grpc::Status GetPlaybackUrl(grpc::ServerContext* context,
                                const program::v1::GetPlaybackUrlRequest* request,
                                program::v1::PlaybackUrl* answer) override;
    grpc::Status PlayAudio(grpc::ServerContext* context,
                           const program::v1::PlayAudioRequest* request,
                           Downloads* writer) override;
    grpc::Status UpdateAudio(grpc::ServerContext* context,
                             const program::v1::UpdateAudioRequest* request,
                             program::v1::Audio* answer) override;
    grpc::Status DeleteAudio(grpc::ServerContext* context,
                             const program::v1::DeleteAudioRequest* request,
                             google::protobuf::Empty* answer) override;

private:
    base::Result<void>
    upload(const grpc::ServerContext& context, Uploads& reader, program::v1::Audio& answer) const;
    base::Result<void> update(const rpc::Caller& caller,
                              pg::Transaction& transaction,
                              const program::v1::UpdateAudioRequest& request,
                              program::v1::Audio& answer) const;
    base::Result<void> send(const grpc::ServerContext& context,
                            const base::OrganizationId& organization,
                            const base::AudioId& id,
                            Downloads& writer) const;

    AudioParts parts_;
};

} // namespace hatif::program_scheduler
