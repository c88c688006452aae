#include "program_scheduler/content/content_fixture.hpp"

using namespace hatif;
using namespace hatif::program_scheduler;
using program_scheduler::testing::Content;
using program_scheduler::testing::fields_of;
using program_scheduler::testing::reason_of;
using program_scheduler::testing::wav;
using rpc::Role;
namespace v1 = program::v1;

TEST_CASE_METHOD(Content,
                 "an uploaded audio is kept with all that is known of it",
                 "[program_scheduler][content]") {
    v1::UploadAudioRequest::Header header;
    header.set_file_name("greeting.wav");
    header.set_content_type("audio/x-wav");
    header.set_title("Greeting");
    header.set_usage_type("welcome");
    header.add_tags("a, b");
    v1::Audio audio;
    REQUIRE(reason_of(upload(wav, audio, header)).empty());

    CHECK(audio.title() == "Greeting");
    CHECK_FALSE(audio.has_description());
    CHECK(audio.usage_type() == "welcome");
    CHECK(audio.tags_size() == 2);
    CHECK(audio.duration_seconds() == Approx(1.0));
    CHECK(audio.sample_rate() == 16000);
    CHECK(audio.channels() == 1);
    CHECK(audio.bit_depth() == 16);
    CHECK(audio.original_file_name() == "greeting.wav");
    CHECK(audio.file().file_size() == static_cast<std::int64_t>(wav.size()));
    CHECK(audio.file().checksum() == objects::hash_of(wav).value());
    CHECK(audio.organization_id() == ours.value().to_string());

    std::string why;
    const auto read = fetched(audio.id(), ours, why);
    CHECK(read.SerializeAsString() == audio.SerializeAsString());
    CHECK(objects().open(objects::hash_of(wav)).value()->size() == wav.size());
}

TEST_CASE_METHOD(Content,
                 "another organization's audio is not there",
                 "[program_scheduler][content]") {
    std::string why;
    fetched(uploaded().id(), theirs, why);
    CHECK(why == "AUDIO_NOT_FOUND");
}

TEST_CASE_METHOD(Content,
                 "an upload that is no audio is refused and leaves no row",
                 "[program_scheduler][content]") {
    v1::Audio audio;
    CHECK(reason_of(upload("MZ this is a program", audio)) == "AUDIO_UNDECODABLE");
    CHECK(reason_of(upload("", audio)) == "AUDIO_UNDECODABLE");
    CHECK(reason_of(upload(wav.substr(0, 20'000), audio)) == "AUDIO_UNDECODABLE");
    const auto count = pool().transact([](pg::Transaction& transaction) {
        return transaction.exec("SELECT count(*) FROM audios");
    });
    CHECK((*count)[0].get<std::int64_t>(0) == 0);
}

TEST_CASE_METHOD(Content,
                 "an upload with wrong words is refused by their names",
                 "[program_scheduler][content]") {
    v1::UploadAudioRequest::Header header;
    header.set_title(std::string(256, 'x'));
    header.set_usage_type("jingle");
    v1::Audio audio;
    CHECK(fields_of(upload(wav, audio, header)) == "title usageType");
}

TEST_CASE_METHOD(Content, "an agent may not upload", "[program_scheduler][content]") {
    const auto context = as(Role::agent, ours);
    v1::Audio audio;
    const auto writer = audios->UploadAudio(context.get(), &audio);
    writer->WritesDone();
    CHECK(reason_of(writer->Finish()) == "FORBIDDEN");
}

TEST_CASE_METHOD(Content,
                 "an upload repeated with its key gives the first audio again",
                 "[program_scheduler][content]") {
    v1::Audio first;
    v1::Audio second;
    REQUIRE(reason_of(upload(wav, first, {}, "key")).empty());
    REQUIRE(reason_of(upload(wav, second, {}, "key")).empty());
    CHECK(second.SerializeAsString() == first.SerializeAsString());

    const auto other = transcode::testing::sine(880, 1).file();
    CHECK(reason_of(upload(other, second, {}, "key")) == "IDEMPOTENCY_KEY_REUSED");
}
