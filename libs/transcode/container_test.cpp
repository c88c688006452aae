#include "transcode/container.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace hatif::transcode;

namespace {

std::optional<Beginning> begins(const std::string& file) {
    return beginning_of([&](std::uint64_t offset, std::size_t size) {
        return offset < file.size() ? file.substr(offset, size) : std::string{};
    });
}

/// An ID3v2 tag that says it is so long, and is.
std::string tag(std::size_t size) {
    std::string head{"ID3\x04"};
    head += std::string(2, '\0');
    for (int shift = 21; shift >= 0; shift -= 7) head += static_cast<char>(size >> shift & 0x7F);
    return head + std::string(size, 't');
}

const std::string frame = "\xFF\xFB\x90\x64" + std::string(20, 'x');

} // namespace

TEST_CASE("a file is what its first bytes are", "[transcode][container]") {
    CHECK(begins("RIFF\x24\x01\x01\x01WAVEfmt ") == Beginning{Container::wav, 0});
    CHECK(begins("OggS and pages and pages") == Beginning{Container::ogg, 0});
    CHECK(begins("fLaC and its blocks") == Beginning{Container::flac, 0});
    CHECK(begins(frame) == Beginning{Container::mpeg, 0});
}

TEST_CASE("tags before the sound are passed over, some of them", "[transcode][container]") {
    CHECK(begins(tag(300) + frame) == Beginning{Container::mpeg, 310});
    CHECK(begins(tag(300) + tag(5) + frame) == Beginning{Container::mpeg, 325});
    std::string tags;
    for (int count = 0; count < 1000; ++count) tags += tag(0);
    CHECK_FALSE(begins(tags + frame));
}

TEST_CASE("a tag that claims more than there is hides nothing", "[transcode][container]") {
    CHECK_FALSE(begins(tag(300).substr(0, 40)));
    CHECK_FALSE(begins("ID3\x04" + std::string(2, '\0') + "\x7F\x7F\x7F\x7F" + frame));
}

TEST_CASE("what is none of them begins nowhere", "[transcode][container]") {
    CHECK_FALSE(begins(""));
    CHECK_FALSE(begins("RIFF"));
    CHECK_FALSE(begins("RIFF\x24\x01\x01\x01"
                       "AVI LIST"));
    CHECK_FALSE(begins("MZ this is a program"));
    CHECK_FALSE(begins("<html><body>hello</body></html>"));
    CHECK_FALSE(begins("\xFF\xF1\x50\x80" + std::string(20, 'x'))); // AAC
    CHECK_FALSE(begins(std::string(100, '\xFF')));
    CHECK_FALSE(begins(std::string(100, '\0')));
}

TEST_CASE("each container has its word", "[transcode][container]") {
    for (const auto each : {Container::wav, Container::mpeg, Container::ogg, Container::flac}) {
        CHECK(container_of(word_of(each)) == each);
    }
    CHECK_FALSE(container_of("aiff"));
    CHECK_FALSE(container_of(""));
}
