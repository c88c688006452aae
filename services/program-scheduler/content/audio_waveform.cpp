#include "program_scheduler/content/audio_waveform.hpp"

#include "program_scheduler/content/audio_rows.hpp"
#include "program_scheduler/content/field_check.hpp"
#include "transcode/answer.hpp"
#include "transcode/waveform.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
namespace v1 = program::v1;

namespace {

constexpr std::uint32_t usual_points = 200;

Result<std::uint32_t> points_asked(const v1::GetAudioWaveformRequest& request) {
    const auto points = request.has_points() ? request.points() : usual_points;
    FieldCheck check;
    if (points < 1 || points > transcode::most_points) {
        check.refuse("points", "must be 1 to 1,000");
    }
    if (auto good = check.result(); !good) return fail(good.error());
    return points;
}

/// All of it: ten minutes are 4.8 MB.
Result<std::string> bytes_of(objects::ObjectStore& objects, const objects::ContentHash& hash) {
    const auto object = objects.open(hash);
    // A row promises its content: that it is gone is no fault of who asks.
    if (!object) return fail(base::Errc::internal, object.error().what);
    std::string bytes;
    while (bytes.size() <= transcode::most_samples) {
        const auto piece = (*object)->read(transcode::most_samples + 1 - bytes.size());
        if (!piece) return fail(piece.error());
        if (piece->empty()) break;
        bytes += *piece;
    }
    return bytes;
}

} // namespace

Result<void> tell_waveform(pg::Pool& pool,
                           objects::ObjectStore& objects,
                           const base::OrganizationId& organization,
                           const v1::GetAudioWaveformRequest& request,
                           v1::AudioWaveform& answer) {
    const auto points = points_asked(request);
    if (!points) return fail(points.error());
    const base::AudioId id{base::Uuid::parse(request.id()).value_or(base::Uuid{})};
    std::optional<std::string> kept;
    // The rows are read first and let go: a slow store holds no transaction.
    const auto audio = pool.transact([&](pg::Transaction& transaction) -> Result<Audio> {
        auto found = read_waveform(transaction, organization, id);
        if (!found) return fail(found.error());
        kept = *std::move(found);
        return read_audio(transaction, organization, id);
    });
    if (!audio) return fail(audio.error());
    if (!kept) {
        const auto a_law = bytes_of(objects, audio->recording.a_law);
        if (!a_law) return fail(a_law.error());
        kept = transcode::waveform_of_a_law(*a_law);
    }
    const auto waveform = transcode::in_points(*kept, *points);
    answer.set_audio_id(request.id());
    answer.set_played_seconds(audio->recording.played_seconds);
    for (std::size_t at = 0; at < waveform.size(); at += 2) {
        auto& peak = *answer.add_peaks();
        peak.set_min(static_cast<signed char>(waveform[at]));
        peak.set_max(static_cast<signed char>(waveform[at + 1]));
    }
    return {};
}

} // namespace hatif::program_scheduler
