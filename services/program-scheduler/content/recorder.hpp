#pragma once

#include "base/instant.hpp"
#include "objects/object_store.hpp"
#include "program_scheduler/content/recording.hpp"
#include "program_scheduler/content/spool.hpp"
#include "transcode/decoder.hpp"

#include <filesystem>
#include <string>

namespace hatif::program_scheduler {

/// A recording, and its picture (transcode/waveform.hpp).
struct Recorded {
    Recording recording;
    std::string waveform;
};

/// Makes recordings of what clients send.
class Recorder {
public:
    /// `uploads`: where they wait while they are looked at.
    Recorder(const transcode::Decoder& decoder,
             objects::ObjectStore& objects,
             std::filesystem::path uploads)
        : decoder_{decoder}, objects_{objects}, uploads_{std::move(uploads)} {}

    /// The chunks of an upload whose header was read, to its end. `Part` has a member `chunk`.
    template <class Reader, class Part>
    base::Result<Spool> receive(Reader& reader, Part& part) const {
        auto file = Spool::open(uploads_);
        while (file && reader.Read(&part)) {
            if (auto added = file->add(part.chunk()); !added) return base::fail(added.error());
        }
        return file;
    }

    /// Decodes, then stores: AUDIO_UNDECODABLE. Content without a row is harmless; a row without
    /// content would not be.
    base::Result<Recorded> record(const FileSent& sent, Spool& file, base::Instant now) const;

private:
    const transcode::Decoder& decoder_;
    objects::ObjectStore& objects_;
    const std::filesystem::path uploads_;
};

} // namespace hatif::program_scheduler
