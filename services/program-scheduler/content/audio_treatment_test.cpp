// What is done to an upload, told by its header; and what stays as it was.
#include "program_scheduler/content/content_fixture.hpp"

#include "transcode_testing/sound_file.hpp"

using namespace hatif;
using namespace hatif::program_scheduler;
using program_scheduler::testing::Content;
using program_scheduler::testing::reason_of;
using rpc::Role;
using transcode::testing::sine;
using transcode::testing::Wav;
namespace v1 = program::v1;

namespace {

/// A second of a tone with silence around it, 4 seconds in all.
std::string padded_tone() {
    Wav wav{.data = std::string(2 * 8000, '\0')};
    wav.data += sine(440, 1).data;
    wav.data += std::string(4 * 8000, '\0');
    return wav.file();
}

v1::UploadAudioRequest::Header trimming() {
    v1::UploadAudioRequest::Header header;
    header.set_trim_silence(true);
    return header;
}

/// What calls play of the newest upload.
std::string played(Content& content, const char* table) {
    const auto rows = content.pool().transact([&](pg::Transaction& transaction) {
        return transaction.exec(std::string{"SELECT a_law_hash FROM "} + table +
                                " ORDER BY id DESC LIMIT 1");
    });
    const auto object = content.objects().open((*rows)[0].get<objects::ContentHash>(0));
    return (*object)->read(10'000'000).value();
}

} // namespace

TEST_CASE_METHOD(Content,
                 "silence at the ends is trimmed when the upload asks for it, and the file kept",
                 "[program_scheduler][content]") {
    const auto file = padded_tone();
    const auto whole = uploaded({}, file);
    CHECK(whole.duration_seconds() == Approx(4));
    CHECK(whole.played_seconds() == Approx(4));

    const auto trimmed = uploaded(trimming(), file);
    CHECK(trimmed.duration_seconds() == Approx(4));
    CHECK(trimmed.played_seconds() == Approx(1.1).margin(0.05));
    CHECK(static_cast<double>(played(*this, "audios").size()) ==
          Approx(8000 * trimmed.played_seconds()));
    CHECK(trimmed.file().checksum() == whole.file().checksum());
    CHECK(download(trimmed.id()).bytes == file);
    std::string why;
    CHECK(fetched(trimmed.id(), ours, why).SerializeAsString() == trimmed.SerializeAsString());
}

TEST_CASE_METHOD(Content,
                 "the same file with another treatment is another upload",
                 "[program_scheduler][content]") {
    v1::Audio audio;
    REQUIRE(reason_of(upload(padded_tone(), audio, trimming(), "key")).empty());
    CHECK(reason_of(upload(padded_tone(), audio, trimming(), "key")).empty());
    CHECK(reason_of(upload(padded_tone(), audio, {}, "key")) == "IDEMPOTENCY_KEY_REUSED");
}

TEST_CASE_METHOD(Content,
                 "the words of a dictionary are as loud as each other, and as any audio",
                 "[program_scheduler][content]") {
    const auto id = dictionary("Numbers", "fr").id();
    const auto level_of = [&](double loudness) {
        auto wav = Wav{.coding = 3, .bits = 32};
        auto tone = sine(440, 0.4, wav);
        for (std::size_t at = 0; at < tone.data.size(); at += 4) {
            float sample = 0;
            std::memcpy(&sample, &tone.data[at], 4);
            sample *= static_cast<float>(loudness);
            std::memcpy(&tone.data[at], &sample, 4);
        }
        v1::DictionaryEntry entry;
        REQUIRE(reason_of(put_entry(id, "cent", tone.file(), entry)).empty());
        CHECK(entry.duration_seconds() == Approx(0.4));
        CHECK(entry.played_seconds() == Approx(0.4));
        return transcode_testing::level(played(*this, "dictionary_entries"), 440);
    };
    const double usual = level_of(1);
    CHECK(usual == Approx(0.07).epsilon(0.1)); // -20 dBm0
    for (const double loudness : {0.05, 0.2, 2.0, 1000.0}) {
        CHECK(level_of(loudness) == Approx(usual).epsilon(0.1));
    }
}

TEST_CASE_METHOD(Content,
                 "a word of a dictionary is trimmed when its upload asks for it",
                 "[program_scheduler][content]") {
    const auto context = as(Role::manager, ours);
    v1::DictionaryEntry entry;
    const auto writer = dictionaries->PutDictionaryEntry(context.get(), &entry);
    v1::PutDictionaryEntryRequest part;
    part.mutable_header()->set_id(dictionary("Numbers", "fr").id());
    part.mutable_header()->set_key("cent");
    part.mutable_header()->set_trim_silence(true);
    writer->Write(part);
    part.set_chunk(padded_tone());
    writer->Write(part);
    writer->WritesDone();
    REQUIRE(reason_of(writer->Finish()).empty());
    CHECK(entry.duration_seconds() == Approx(4));
    CHECK(entry.played_seconds() == Approx(1.1).margin(0.05));
}

TEST_CASE_METHOD(Content,
                 "hostile audio is refused with its reason, and leaves no row",
                 "[program_scheduler][content]") {
    v1::Audio audio;
    const auto refused = [&](const std::string& file) {
        const auto status = upload(file, audio);
        CHECK(reason_of(status) == "AUDIO_UNDECODABLE");
        return status.error_message();
    };
    CHECK(refused(sine(440, 0.1, {.rate = 384'000}).file()).find("192,000 Hz") !=
          std::string::npos);
    CHECK_FALSE(refused(Wav{.channels = 0, .data = std::string(180, 'x')}.file()).empty());
    CHECK(refused(sine(440, 1).file(1'000'000'000)).find("cut off") != std::string::npos);
    const auto count = pool().transact([](pg::Transaction& transaction) {
        return transaction.exec("SELECT count(*) FROM audios");
    });
    CHECK((*count)[0].get<std::int64_t>(0) == 0);
}
