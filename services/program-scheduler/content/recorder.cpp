#include "program_scheduler/content/recorder.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

Result<Recorded> Recorder::record(const FileSent& sent, Spool& file, base::Instant now) const {
    const auto decoded = decoder_.decode(file.descriptor(), sent.treatment);
    if (!decoded) return fail(decoded.error());
    const auto original = file.hash();
    if (auto kept = objects_.put_file(original, file.descriptor()); !kept) {
        return fail(kept.error());
    }
    auto a_law = objects_.put(decoded->a_law);
    if (!a_law) return fail(a_law.error());
    auto mu_law = objects_.put(decoded->mu_law);
    if (!mu_law) return fail(mu_law.error());
    const auto& format = decoded->format;
    Recording recording{.duration_seconds = format.seconds(),
                        .sample_rate = format.sample_rate,
                        .channels = format.channels,
                        .bit_depth = format.bit_depth,
                        .file_id = base::Uuid::v7(now),
                        .file_name = file_name_of(sent.name),
                        .content_type = content_type_of(sent.content_type, format.container),
                        .file_size = static_cast<std::int64_t>(file.size()),
                        .original = original,
                        .a_law = *a_law,
                        .mu_law = *mu_law,
                        .played_seconds = decoded->played_seconds()};
    return Recorded{std::move(recording), decoded->waveform};
}

} // namespace hatif::program_scheduler
