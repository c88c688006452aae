#include "program_scheduler/content/audio_service.hpp"

#include "endpoint/idempotency.hpp"
#include "program_scheduler/content/audio_rows.hpp"
#include "program_scheduler/content/content_wire.hpp"
#include "rpc/metadata.hpp"
#include "rpc/status.hpp"

namespace hatif::program_scheduler {

using base::Errc;
using base::fail;
using base::Result;
namespace v1 = program::v1;

namespace {

using Reader = grpc::ServerReader<v1::UploadAudioRequest>;

struct Upload {
    AudioWords words;
    Spool file;
};

/// The words are checked before the first byte is taken.
Result<Upload> receive(Reader& reader, const std::filesystem::path& directory) {
    v1::UploadAudioRequest part;
    if (!reader.Read(&part) || !part.has_header()) {
        return fail({Errc::invalid,
                     "an upload begins with its header",
                     "VALIDATION",
                     {{"file", "is required"}}});
    }
    auto words = read_audio_words(from_wire(part.header()));
    if (!words) return fail(words.error());
    auto file = Spool::open(directory);
    if (!file) return fail(file.error());
    while (reader.Read(&part)) {
        if (auto added = file->add(part.chunk()); !added) return fail(added.error());
    }
    return Upload{std::move(*words), std::move(*file)};
}

} // namespace

/// Decodes, then stores. Content without a row is harmless; a row without content would not be.
Result<Audio> AudioService::make_audio(const base::OrganizationId& organization,
                                       AudioWords words,
                                       Spool& file) const {
    const auto decoded = parts_.decoder.decode(file.descriptor());
    if (!decoded) return fail(decoded.error());
    const auto original = file.hash();
    if (auto kept = parts_.objects.put_file(original, file.descriptor()); !kept) {
        return fail(kept.error());
    }
    auto a_law = parts_.objects.put(decoded->a_law);
    if (!a_law) return fail(a_law.error());
    auto mu_law = parts_.objects.put(decoded->mu_law);
    if (!mu_law) return fail(mu_law.error());
    const auto now = parts_.clock.now();
    return Audio{.id = base::AudioId{base::Uuid::v7(now)},
                 .organization = organization,
                 .words = std::move(words),
                 .duration_seconds = decoded->format.seconds(),
                 .sample_rate = decoded->format.sample_rate,
                 .channels = decoded->format.channels,
                 .bit_depth = decoded->format.bit_depth,
                 .file_id = base::Uuid::v7(now),
                 .file_size = static_cast<std::int64_t>(file.size()),
                 .original = original,
                 .a_law = *a_law,
                 .mu_law = *mu_law,
                 .created_at = now,
                 .updated_at = now};
}

Result<void>
AudioService::upload(const grpc::ServerContext& context, Reader& reader, v1::Audio& answer) const {
    const auto caller = parts_.endpoint.caller(context, *v1::UploadAudioRequest::descriptor());
    if (!caller) return fail(caller.error());
    auto received = receive(reader, parts_.uploads);
    if (!received) return fail(received.error());
    // A client that went away ends its stream, too: what came is a part.
    if (context.IsCancelled()) return fail(Errc::unavailable, "the upload was broken off");
    const auto audio =
        make_audio(caller->organization.value(), std::move(received->words), received->file);
    if (!audio) return fail(audio.error());

    const std::string key{rpc::metadata(context, rpc::idempotency_key)};
    return parts_.pool.transact([&](pg::Transaction& transaction) -> Result<void> {
        const auto keep = [&]() -> Result<void> {
            to_wire(*audio, answer);
            return insert_audio(transaction, *audio);
        };
        if (key.empty()) return keep();
        // The stream is no message: what was said and the file's hash stand for it.
        const auto summary = summary_of(*audio);
        return endpoint::once(*caller, key, summary, answer, parts_.clock.now(), transaction, keep);
    });
}

grpc::Status
AudioService::UploadAudio(grpc::ServerContext* context, Reader* reader, v1::Audio* answer) {
    const auto done = upload(*context, *reader, *answer);
    return done ? grpc::Status::OK : rpc::to_status(done.error());
}

grpc::Status AudioService::GetAudio(grpc::ServerContext* context,
                                    const v1::GetAudioRequest* request,
                                    v1::Audio* answer) {
    return parts_.endpoint.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            const auto id = base::Uuid::parse(request->id());
            if (!id) return fail(Errc::not_found, "no such audio", "AUDIO_NOT_FOUND");
            const auto audio =
                read_audio(transaction, caller.organization.value(), base::AudioId{*id});
            if (!audio) return fail(audio.error());
            to_wire(*audio, *answer);
            return {};
        });
}

} // namespace hatif::program_scheduler
