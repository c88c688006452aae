#include "program_scheduler/content/content_fixture.hpp"

using namespace hatif;
using namespace hatif::program_scheduler;
using program_scheduler::testing::Content;
using program_scheduler::testing::fields_of;
using program_scheduler::testing::reason_of;
using rpc::Role;
using transcode::testing::sine;
using transcode::testing::Wav;
namespace v1 = program::v1;

namespace {

grpc::Status ask(Content& content,
                 const std::string& audio,
                 std::optional<std::uint32_t> points,
                 v1::AudioWaveform& answer,
                 const base::OrganizationId& by) {
    v1::GetAudioWaveformRequest request;
    request.set_id(audio);
    if (points) request.set_points(*points);
    return content.audios->GetAudioWaveform(content.as(Role::agent, by).get(), request, &answer);
}

v1::AudioWaveform
waveform(Content& content, const std::string& audio, std::optional<std::uint32_t> points = {}) {
    v1::AudioWaveform answer;
    REQUIRE(reason_of(ask(content, audio, points, answer, content.ours)).empty());
    return answer;
}

/// A second of silence, then one of a tone.
std::string half_silent() {
    Wav wav{.data = std::string(2 * 8000, '\0')};
    wav.data += sine(440, 1).data;
    return wav.file();
}

} // namespace

TEST_CASE_METHOD(Content,
                 "the picture of an audio shows where it is loud",
                 "[program_scheduler][content]") {
    const auto audio = uploaded({}, half_silent());
    const auto picture = waveform(*this, audio.id());
    CHECK(picture.audio_id() == audio.id());
    CHECK(picture.played_seconds() == Approx(2));
    REQUIRE(picture.peaks_size() == 200);
    CHECK(picture.peaks(50).min() == 0);
    CHECK(picture.peaks(50).max() == 0);
    CHECK(picture.peaks(150).min() == Approx(-9).margin(1.5)); // -20 dBm0 of +3.14
    CHECK(picture.peaks(150).max() == Approx(9).margin(1.5));
}

TEST_CASE_METHOD(Content,
                 "a picture has as many points as are asked for",
                 "[program_scheduler][content]") {
    const auto id = uploaded({}, half_silent()).id();
    const auto two = waveform(*this, id, 2);
    REQUIRE(two.peaks_size() == 2);
    CHECK(two.peaks(0).max() == 0);
    CHECK(two.peaks(1).max() > 5);
    CHECK(waveform(*this, id, 1000).peaks_size() == 1000);
    CHECK(waveform(*this, id, 1).peaks(0).max() == two.peaks(1).max());
    const auto word = uploaded({}, sine(440, 0.02).file()).id();
    CHECK(waveform(*this, word, 1000).peaks_size() == 160); // it has no more samples
}

TEST_CASE_METHOD(Content,
                 "a picture is refused for what is not there, and for points that none has",
                 "[program_scheduler][content]") {
    const auto id = uploaded().id();
    v1::AudioWaveform answer;
    CHECK(fields_of(ask(*this, id, 0, answer, ours)) == "points");
    CHECK(fields_of(ask(*this, id, 1001, answer, ours)) == "points");
    CHECK(reason_of(ask(*this, id, {}, answer, theirs)) == "AUDIO_NOT_FOUND");
    deleted_audio(id);
    CHECK(reason_of(ask(*this, id, {}, answer, ours)) == "AUDIO_NOT_FOUND");
}

TEST_CASE_METHOD(Content,
                 "an audio of before there were pictures has the same one",
                 "[program_scheduler][content]") {
    const auto id = uploaded({}, half_silent()).id();
    const auto kept = waveform(*this, id);
    const auto forgotten = pool().transact([](pg::Transaction& transaction) {
        return transaction.exec("UPDATE audios SET waveform = NULL");
    });
    REQUIRE(forgotten);
    const auto made = waveform(*this, id);
    REQUIRE(made.peaks_size() == kept.peaks_size());
    // G.711 has rounded what it is made of.
    for (int at = 0; at < made.peaks_size(); ++at) {
        CHECK(std::abs(made.peaks(at).min() - kept.peaks(at).min()) <= 1);
        CHECK(std::abs(made.peaks(at).max() - kept.peaks(at).max()) <= 1);
    }
}
