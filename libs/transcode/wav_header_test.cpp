#include "transcode/wav_header.hpp"

#include "transcode/wav_file.hpp"

#include <catch2/catch.hpp>

using namespace hatif::transcode;
using testing::bytes_of;
using testing::Wav;

namespace {

std::optional<WavHeader> read(const std::string& file) {
    return read_wav_header([&](std::uint64_t offset, std::size_t size) {
        return offset < file.size() ? file.substr(offset, size) : std::string{};
    });
}

} // namespace

TEST_CASE("the audio begins behind its chunk's head", "[transcode][wav_header]") {
    CHECK(read(Wav{.data = "12345678"}.file()) == WavHeader{44, 8});
}

TEST_CASE("chunks before the audio are passed over, odd ones to an even place",
          "[transcode][wav_header]") {
    auto file = Wav{.data = "12345678"}.file();
    file.insert(36, "LIST" + bytes_of(3, 4) + "abc" + std::string(1, '\0'));
    CHECK(read(file) == WavHeader{56, 8});
}

TEST_CASE("a file that ends before its audio does was cut off", "[transcode][wav_header]") {
    const auto header = read(Wav{.data = "12345678"}.file()).value();
    CHECK_FALSE(header.cut_off(52));
    CHECK(header.cut_off(51));
}

TEST_CASE("a length that a pipe's writer could not know is no claim", "[transcode][wav_header]") {
    const auto claimed = GENERATE(0xFFFFFFFFU, 0x7FFFFFFFU, 0x7FFFF000U, 0xFFFFFFFFU - 36);
    CHECK_FALSE(read(Wav{.data = "12345678"}.file(claimed)).value().cut_off(52));
}

TEST_CASE("what is no WAV file has no header", "[transcode][wav_header]") {
    const auto good = Wav{.data = "12345678"}.file();
    CHECK_FALSE(read(""));
    CHECK_FALSE(read("RIFF"));
    CHECK_FALSE(read("ID3\x04 and a song"));
    CHECK_FALSE(read(good.substr(0, 40)));                   // ends within the head
    CHECK_FALSE(read(good.substr(0, 12) + good.substr(36))); // audio before its format

    std::string endless = good.substr(0, 36);
    for (int chunk = 0; chunk < 1000; ++chunk) endless += "JUNK" + bytes_of(0, 4);
    CHECK_FALSE(read(endless + good.substr(36)));
}

TEST_CASE("a chunk as long as a file can be does not turn the place around",
          "[transcode][wav_header]") {
    auto file = Wav{}.file();
    file.insert(12, "JUNK" + bytes_of(0xFFFFFFFF, 4));
    CHECK_FALSE(read(file));
}
