#include "program_scheduler/content/content_fixture.hpp"

using namespace hatif;
using namespace hatif::program_scheduler;
using program_scheduler::testing::Content;
using program_scheduler::testing::reason_of;
using program_scheduler::testing::wav;
using rpc::Role;
namespace v1 = program::v1;

namespace {

std::string token_in(const std::string& url) {
    const std::string path = "/api/audio-management/playback/";
    REQUIRE(url.starts_with(path));
    return url.substr(path.size());
}

} // namespace

TEST_CASE_METHOD(Content,
                 "an audio is downloaded as it was uploaded",
                 "[program_scheduler][content]") {
    const auto audio = uploaded();
    const auto got = download(audio.id());
    CHECK(got.reason.empty());
    CHECK(got.bytes == wav);
    CHECK(got.header.content_type() == "audio/wav");
    CHECK(got.header.size() == static_cast<std::int64_t>(wav.size()));
    CHECK(got.header.etag() == audio.file().checksum());
    CHECK(got.header.accepts_ranges());
    CHECK_FALSE(got.header.has_range());
    CHECK(got.header.file_name().empty());
}

TEST_CASE_METHOD(Content,
                 "a part of an audio is downloaded as such",
                 "[program_scheduler][content]") {
    const auto audio = uploaded();
    const auto got = download(audio.id(), "bytes=100-299");
    CHECK(got.bytes == wav.substr(100, 200));
    CHECK(got.header.size() == 200);
    CHECK(got.header.range().first() == 100);
    CHECK(got.header.range().last() == 299);
    CHECK(got.header.range().total() == static_cast<std::int64_t>(wav.size()));
    CHECK(download(audio.id(), "bytes=-7").bytes == wav.substr(wav.size() - 7));
    CHECK(download(audio.id(), "bytes=0-5,7-9").bytes == wav);
    CHECK(download(audio.id(), "bytes=100000-").reason == "RANGE_NOT_SATISFIABLE");
}

TEST_CASE_METHOD(Content,
                 "a file of many pieces comes whole, from any place on",
                 "[program_scheduler][content]") {
    const auto file = transcode::testing::sine(440, 30, {.rate = 16000}).file();
    const auto audio = uploaded({}, file);
    CHECK(download(audio.id()).bytes == file);
    CHECK(download(audio.id(), "bytes=300000-").bytes == file.substr(300'000));
}

TEST_CASE_METHOD(Content,
                 "another organization cannot download it",
                 "[program_scheduler][content]") {
    v1::DownloadAudioRequest request;
    request.set_id(uploaded().id());
    const auto context = as(Role::agent, theirs);
    const auto got = collected(*audios->DownloadAudio(context.get(), request));
    CHECK(got.reason == "AUDIO_NOT_FOUND");
    CHECK(got.bytes.empty());
}

TEST_CASE_METHOD(Content,
                 "a playback address plays without a key, for a while",
                 "[program_scheduler][content]") {
    const auto audio = uploaded();
    v1::GetPlaybackUrlRequest request;
    request.set_id(audio.id());
    v1::PlaybackUrl url;
    REQUIRE(audios->GetPlaybackUrl(as(Role::agent, ours).get(), request, &url).ok());
    const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    CHECK(url.expires_at().seconds() > now + 500);
    CHECK(url.expires_at().seconds() <= now + 601);

    const auto token = token_in(url.url());
    const auto got = play(token);
    CHECK(got.reason.empty());
    CHECK(got.bytes == wav);
    CHECK(play(token + "x").reason == "FORBIDDEN");
    CHECK(play("x").reason == "FORBIDDEN");
    REQUIRE(deleted_audio(audio.id()).empty());
    CHECK(play(token).reason == "AUDIO_NOT_FOUND");
}
