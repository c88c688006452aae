#include "transcode/wholeness.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace hatif::transcode;

namespace {

Bytes bytes_of(const std::string& file) {
    return [&file](std::uint64_t offset, std::size_t size) {
        return offset < file.size() ? file.substr(offset, size) : std::string{};
    };
}

bool mpeg(const std::string& file, std::size_t offset = 0) {
    return mpeg_cut_off(bytes_of(file), offset, file.size());
}

bool ogg(const std::string& file) {
    return ogg_cut_off(bytes_of(file), 0, file.size());
}

std::string big_endian(std::uint32_t value) {
    std::string four;
    for (int shift = 24; shift >= 0; shift -= 8) four += static_cast<char>(value >> shift);
    return four;
}

/// A first frame of MPEG 1, stereo, that tells the stream's bytes.
std::string told(std::uint32_t bytes, std::uint32_t flags = 3) {
    auto frame = "\xFF\xFB\x90\x40" + std::string(32, '\0') + "Xing" + big_endian(flags);
    if ((flags & 1) != 0) frame += big_endian(100);
    frame += big_endian(bytes);
    frame.resize(417);
    return frame;
}

/// A page with so many bytes in it.
std::string page(std::size_t size) {
    std::string table(size / 255, '\xFF');
    table += static_cast<char>(size % 255);
    return "OggS" + std::string(22, '\0') + static_cast<char>(table.size()) + table +
           std::string(size, 'p');
}

} // namespace

TEST_CASE("MPEG audio that tells its bytes and has fewer was cut off", "[transcode][wholeness]") {
    const auto file = told(1000) + std::string(583, 'x');
    CHECK_FALSE(mpeg(file));
    CHECK(mpeg(file.substr(0, 999)));
    CHECK_FALSE(mpeg(file + "TAG and a title"));
    CHECK_FALSE(mpeg("0123456789" + file, 10));
    CHECK(mpeg("0123456789" + file.substr(0, 999), 10));
    CHECK(mpeg(told(1000, 2)));
    CHECK(mpeg(told(0xFFFFFFFF)));
}

TEST_CASE("MPEG audio that tells nothing is whole", "[transcode][wholeness]") {
    CHECK_FALSE(mpeg(told(1000, 0)));
    CHECK_FALSE(mpeg(told(1000, 1).substr(0, 417)));
    CHECK_FALSE(mpeg("\xFF\xFB\x90\x40" + std::string(413, 'x')));
    CHECK_FALSE(mpeg("\xFF\xFB"));
    CHECK_FALSE(mpeg(""));
}

TEST_CASE("the frame that tells stands elsewhere in mono, and in MPEG 2",
          "[transcode][wholeness]") {
    const auto frame = [](const std::string& head, std::size_t side) {
        return head + std::string(side, '\0') + "Info" + big_endian(2) + big_endian(1000) +
               std::string(100, '\0');
    };
    CHECK(mpeg(frame("\xFF\xFB\x90\xC0", 17)));
    CHECK(mpeg(frame("\xFF\xF3\x90\x40", 17)));
    CHECK(mpeg(frame("\xFF\xF3\x90\xC0", 9)));
    CHECK_FALSE(mpeg(frame("\xFF\xF3\x90\xC0", 32)));
}

TEST_CASE("an Ogg file that ends within a page was cut off", "[transcode][wholeness]") {
    const auto file = page(30) + page(600) + page(255);
    CHECK_FALSE(ogg(file));
    const auto last = page(255).size();
    for (std::size_t missing = 1; missing < last; ++missing) {
        INFO(missing << " bytes are missing");
        CHECK(ogg(file.substr(0, file.size() - missing)));
    }
    CHECK_FALSE(ogg(file.substr(0, file.size() - last)));
}

TEST_CASE("what stands behind an Ogg file's pages is not looked at", "[transcode][wholeness]") {
    CHECK_FALSE(ogg(page(30) + "TAG and a title"));
    CHECK_FALSE(ogg(""));
}
