#include "recording/studio.hpp"
#include "recording/wav.hpp"

using namespace hatif;
using namespace hatif::recording;
using namespace hatif::recording::testing;

namespace {

WavHeader header_in(const std::string& file) {
    const std::vector<std::uint8_t> bytes{file.begin(), file.end()};
    return read_wav_header(bytes).value();
}

} // namespace

TEST_CASE("a recording is a WAV in the store, told with its length, size and hash",
          "[integration][recording]") {
    Studio studio;
    const auto recorder = studio.recorder();
    const auto before = studio.clock.now();
    Call call{recorder->begin(what(1)).value()};
    call.speaks(42, 100);
    call.hangs_up();

    const auto saved = std::get<Saved>(studio.ear.hears(1).front());
    const auto file = studio.bytes_of(saved.key);
    CHECK(saved.id == what(1).id);
    CHECK(saved.key == what(1).key);
    CHECK(saved.about == "about 1");
    CHECK(saved.length == 2s);
    CHECK(saved.channels == 1);
    CHECK(saved.bytes == wav_header_size + 16'000);
    CHECK(saved.hash == objects::hash_of(file));
    CHECK(saved.began_at >= before);
    CHECK_FALSE(saved.recovered);
    CHECK(header_in(file) == WavHeader{Codec::pcma, 1, 16'000});
    CHECK(file.substr(wav_header_size) == std::string(16'000, 42));
}

TEST_CASE("both sides lie in one file, the callee left", "[integration][recording]") {
    Studio studio;
    const auto recorder = studio.recorder();
    auto both = what(1);
    both.both_sides = true;
    Call call{recorder->begin(both).value()};
    call.speaks(42, 100);
    call.hangs_up();

    const auto saved = std::get<Saved>(studio.ear.hears(1).front());
    const auto file = studio.bytes_of(saved.key);
    CHECK(saved.channels == 2);
    CHECK(saved.length == 2s);
    CHECK(header_in(file) == WavHeader{Codec::pcma, 2, 16'000});
    CHECK(file.substr(wav_header_size, 4) == std::string{42, 43, 42, 43});
    CHECK(file.size() == wav_header_size + 32'000);
}

TEST_CASE("a recording is longer than what is held in memory", "[integration][recording]") {
    Studio studio;
    const auto recorder = studio.recorder();
    Call call{recorder->begin(what(1)).value()};
    std::string expected;
    for (std::uint8_t second = 0; second < 10; ++second) {
        call.speaks(second, 50);
        expected += std::string(8'000, static_cast<char>(second));
        // All but the last second, which late packets are waited for, goes to the disk.
        REQUIRE(holds([&] {
            const auto files = studio.files(".wav");
            return second == 0 || (files.size() == 1 && std::filesystem::file_size(files[0]) >=
                                                            wav_header_size + second * 8'000U);
        }));
    }
    call.hangs_up();
    const auto saved = std::get<Saved>(studio.ear.hears(1).front());
    CHECK(studio.bytes_of(saved.key).substr(wav_header_size) == expected);
}

TEST_CASE("a call that ends at once is a recording of nothing", "[integration][recording]") {
    Studio studio;
    const auto recorder = studio.recorder();
    (void)recorder->begin(what(1)).value();
    const auto saved = std::get<Saved>(studio.ear.hears(1).front());
    CHECK(saved.length == 0s);
    CHECK(saved.bytes == wav_header_size);
}

TEST_CASE("each of many recordings is told of once, and nothing is left in the spool",
          "[integration][recording]") {
    Studio studio;
    auto recorder = studio.recorder();
    std::vector<Call> calls;
    for (std::uint8_t i = 0; i < 100; ++i) calls.emplace_back(recorder->begin(what(i)).value());
    for (std::uint8_t i = 0; i < 100; ++i) calls[i].speaks(i, 1 + i);
    CHECK(recorder->untold() == 100);
    calls.clear();
    CHECK(recorder->flush(std::chrono::steady_clock::now() + patience));
    CHECK(recorder->untold() == 0);

    std::set<base::Uuid> ids;
    for (const auto& told : studio.ear.hears(100)) {
        const auto& saved = std::get<Saved>(told);
        const auto number = saved.id.bytes()[15];
        ids.insert(saved.id);
        CHECK(studio.bytes_of(saved.key).substr(wav_header_size) ==
              std::string(160U * (1U + number), static_cast<char>(number)));
    }
    CHECK(ids.size() == 100);
    recorder.reset();
    CHECK(studio.ear.count() == 100);
    CHECK(std::filesystem::is_empty(studio.spool));
}

TEST_CASE("a store that is away is asked again until it is there", "[integration][recording]") {
    Studio studio;
    studio.store.away = true;
    auto recorder = studio.recorder();
    Call call{recorder->begin(what(1)).value()};
    call.speaks(1, 10);
    call.hangs_up();
    REQUIRE(holds([&] { return studio.store.asked >= 3; }));
    CHECK_FALSE(recorder->flush(std::chrono::steady_clock::now()));
    CHECK(studio.ear.count() == 0);

    studio.store.away = false;
    CHECK(std::holds_alternative<Saved>(studio.ear.hears(1).front()));
    CHECK(recorder->flush(std::chrono::steady_clock::now() + patience));
    recorder.reset();
    CHECK(studio.log.size() == 1); // not once for each time
}

TEST_CASE("what cannot be told now is told later, and stored once", "[integration][recording]") {
    Studio studio;
    studio.ear.deaf = 3;
    const auto recorder = studio.recorder();
    Call call{recorder->begin(what(1)).value()};
    call.hangs_up();
    CHECK(studio.ear.hears(1).size() == 1);
    CHECK(studio.store.asked == 1);
}

TEST_CASE("who stops a recording knows how long it is and whether there was speech",
          "[integration][recording]") {
    Studio studio;
    const auto recorder = studio.recorder();
    Call silent{recorder->begin(what(1)).value()};
    silent.speaks(0xD5, 50);
    CHECK(silent.progress->length() == 1s);
    CHECK_FALSE(silent.progress->spoke);
    Call spoken{recorder->begin(what(2)).value()};
    spoken.speaks(0x2A, 50);
    CHECK(spoken.progress->spoke);
}

TEST_CASE("no more are begun than may be, and those that are not are not told",
          "[integration][recording]") {
    Studio studio;
    auto recorder = studio.recorder(0, 2);
    const auto first = recorder->begin(what(1));
    auto second = recorder->begin(what(2));
    CHECK(recorder->begin(what(3)).error().reason == "too_many");
    second->tap.reset();
    (void)studio.ear.hears(1);
    CHECK(recorder->begin(what(4)));
    (void)studio.ear.hears(2);
}

TEST_CASE("taps may outlive their recorder", "[integration][recording]") {
    Studio studio;
    auto recorder = studio.recorder();
    Call call{recorder->begin(what(1)).value()};
    call.speaks(1, 100);
    recorder.reset();
    call.speaks(1, 1'000);
    CHECK(call.over() == "failed");
    call.hangs_up();
    CHECK(studio.ear.count() == 0);
}
