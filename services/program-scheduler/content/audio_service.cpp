#include "program_scheduler/content/audio_service.hpp"

#include "endpoint/idempotency.hpp"
#include "program_scheduler/content/audio_list.hpp"
#include "program_scheduler/content/audio_rows.hpp"
#include "program_scheduler/content/audio_waveform.hpp"
#include "program_scheduler/content/content_wire.hpp"
#include "program_scheduler/content/file_download.hpp"
#include "program_scheduler/content/playback.hpp"
#include "program_scheduler/content/usage.hpp"
#include "rpc/metadata.hpp"
#include "rpc/status.hpp"
#include "rpc/time.hpp"

namespace hatif::program_scheduler {

using base::Errc;
using base::fail;
using base::Result;
using grpc::ServerContext;
using grpc::Status;
namespace v1 = program::v1;

namespace {

/// A path's id was checked by the gateway; whoever calls past it gets "not found".
base::AudioId id_of(const std::string& text) {
    return base::AudioId{base::Uuid::parse(text).value_or(base::Uuid{})};
}

Status status_of(const Result<void>& done) {
    return done ? Status::OK : rpc::to_status(done.error());
}

} // namespace

/// The words are checked before the first byte is taken.
Result<void>
AudioService::upload(const ServerContext& context, Uploads& reader, v1::Audio& answer) const {
    const auto caller = parts_.endpoint.caller(context, *v1::UploadAudioRequest::descriptor());
    if (!caller) return fail(caller.error());
    v1::UploadAudioRequest part;
    if (!reader.Read(&part) || !part.has_header()) {
        return fail({Errc::invalid,
                     "an upload begins with its header",
                     "VALIDATION",
                     {{"file", "is required"}}});
    }
    const auto sent = file_in(part.header());
    auto words = changed({}, from_wire(part.header()), file_name_of(sent.name));
    if (!words) return fail(words.error());
    auto file = parts_.recorder.receive(reader, part);
    if (!file) return fail(file.error());
    // A client that went away ends its stream, too: what came is a part.
    if (context.IsCancelled()) return fail(Errc::unavailable, "the upload was broken off");
    const auto now = parts_.clock.now();
    auto recorded = parts_.recorder.record(sent, *file, now);
    if (!recorded) return fail(recorded.error());
    const Audio audio{.id = base::AudioId{base::Uuid::v7(now)},
                      .organization = caller->organization.value(),
                      .words = *std::move(words),
                      .recording = std::move(recorded->recording),
                      .created_at = now,
                      .updated_at = now};
    const std::string key{rpc::metadata(context, rpc::idempotency_key)};
    return parts_.pool.transact([&](pg::Transaction& transaction) -> Result<void> {
        const auto keep = [&]() -> Result<void> {
            to_wire(audio, answer);
            return insert_audio(transaction, audio, recorded->waveform);
        };
        if (key.empty()) return keep();
        // The stream is no message: what was said and the file's hash stand for it.
        const auto summary = summary_of(audio);
        return endpoint::once(*caller, key, summary, answer, now, transaction, keep);
    });
}

Status AudioService::UploadAudio(ServerContext* context, Uploads* reader, v1::Audio* answer) {
    return status_of(upload(*context, *reader, *answer));
}

Status AudioService::ListAudios(ServerContext* context,
                                const v1::ListAudiosRequest* request,
                                v1::ListAudiosResponse* answer) {
    return parts_.endpoint.run(*context, *request, *answer,
                               [&](const rpc::Caller& caller, pg::Transaction& transaction) {
                                   return list(caller, transaction, *request, *answer);
                               });
}

Status AudioService::ListAudiosByUsage(ServerContext* context,
                                       const v1::ListAudiosByUsageRequest* request,
                                       v1::ListAudiosResponse* answer) {
    return parts_.endpoint.run(*context, *request, *answer,
                               [&](const rpc::Caller& caller, pg::Transaction& transaction) {
                                   return list(caller, transaction, *request, *answer);
                               });
}

Status AudioService::GetAudio(ServerContext* context,
                              const v1::GetAudioRequest* request,
                              v1::Audio* answer) {
    return parts_.endpoint.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            const auto audio =
                read_audio(transaction, caller.organization.value(), id_of(request->id()));
            if (!audio) return fail(audio.error());
            to_wire(*audio, *answer);
            return {};
        });
}

Status AudioService::GetAudioWaveform(ServerContext* context,
                                      const v1::GetAudioWaveformRequest* request,
                                      v1::AudioWaveform* answer) {
    const auto caller = parts_.endpoint.caller(*context, *request->GetDescriptor());
    if (!caller) return rpc::to_status(caller.error());
    return status_of(tell_waveform(parts_.pool, parts_.objects, caller->organization.value(),
                                   *request, *answer));
}

/// The row is read first and let go: a slow client holds no transaction.
Result<void> AudioService::send(const ServerContext& context,
                                const base::OrganizationId& organization,
                                const base::AudioId& id,
                                Downloads& writer) const {
    const auto audio = parts_.pool.transact(
        [&](pg::Transaction& transaction) { return read_audio(transaction, organization, id); });
    if (!audio) return fail(audio.error());
    const auto range = rpc::metadata(context, rpc::range_key);
    return send_file(parts_.objects, audio->recording, range, writer);
}

Status AudioService::DownloadAudio(ServerContext* context,
                                   const v1::DownloadAudioRequest* request,
                                   Downloads* writer) {
    const auto caller = parts_.endpoint.caller(*context, *request->GetDescriptor());
    if (!caller) return rpc::to_status(caller.error());
    return status_of(send(*context, caller->organization.value(), id_of(request->id()), *writer));
}

Status AudioService::GetPlaybackUrl(ServerContext* context,
                                    const v1::GetPlaybackUrlRequest* request,
                                    v1::PlaybackUrl* answer) {
    return parts_.endpoint.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            const auto organization = caller.organization.value();
            const auto audio = read_audio(transaction, organization, id_of(request->id()));
            if (!audio) return fail(audio.error());
            const auto expires = parts_.clock.now() + playback_lifetime;
            answer->set_url(parts_.public_url + "/api/audio-management/playback/" +
                            token_of(parts_.keys, {organization, audio->id}, expires));
            rpc::set(*answer->mutable_expires_at(), expires);
            return {};
        });
}

Status AudioService::PlayAudio(ServerContext* context,
                               const v1::PlayAudioRequest* request,
                               Downloads* writer) {
    const auto caller = parts_.endpoint.caller(*context, *request->GetDescriptor());
    if (!caller) return rpc::to_status(caller.error());
    const auto playback = read_token(parts_.keys, request->token(), parts_.clock.now());
    if (!playback) return rpc::to_status(playback.error());
    return status_of(send(*context, playback->organization, playback->audio, *writer));
}

Result<void> AudioService::update(const rpc::Caller& caller,
                                  pg::Transaction& transaction,
                                  const v1::UpdateAudioRequest& request,
                                  v1::Audio& answer) const {
    auto audio = lock_audio(transaction, caller.organization.value(), id_of(request.id()));
    if (!audio) return fail(audio.error());
    auto words = changed(std::move(audio->words), from_wire(request), audio->recording.file_name);
    if (!words) return fail(words.error());
    audio->words = *std::move(words);
    audio->updated_at = parts_.clock.now();
    if (auto done = update_words(transaction, *audio); !done) return fail(done.error());
    to_wire(*audio, answer);
    return {};
}

Status AudioService::UpdateAudio(ServerContext* context,
                                 const v1::UpdateAudioRequest* request,
                                 v1::Audio* answer) {
    return parts_.endpoint.run(*context, *request, *answer,
                               [&](const rpc::Caller& caller, pg::Transaction& transaction) {
                                   return update(caller, transaction, *request, *answer);
                               });
}

Status AudioService::DeleteAudio(ServerContext* context,
                                 const v1::DeleteAudioRequest* request,
                                 google::protobuf::Empty* answer) {
    return parts_.endpoint.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            const auto organization = caller.organization.value();
            const auto audio = lock_audio(transaction, organization, id_of(request->id()));
            if (!audio) return fail(audio.error());
            if (auto free = require_unused(transaction, organization, audio->id); !free) {
                return fail(free.error());
            }
            return hide_audio(transaction, audio->id, parts_.clock.now());
        });
}

} // namespace hatif::program_scheduler
