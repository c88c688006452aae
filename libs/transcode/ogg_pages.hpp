#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// Ogg pages (RFC 3533) written by hand, with right checksums, so that what is in them reaches the
/// decoder however it lies.
namespace hatif::transcode::testing {

inline std::uint32_t ogg_sum(std::string_view page) {
    std::uint32_t sum = 0;
    for (const char byte : page) {
        sum ^= std::uint32_t{static_cast<unsigned char>(byte)} << 24;
        for (int bit = 0; bit < 8; ++bit) {
            sum = (sum & 0x8000'0000U) != 0 ? sum << 1 ^ 0x04C1'1DB7U : sum << 1;
        }
    }
    return sum;
}

/// The place behind the page that begins there; nothing when there is none whole.
inline std::size_t ogg_page_end(const std::string& file, std::size_t at) {
    if (file.size() < at + 27 || file.compare(at, 4, "OggS") != 0) return std::string::npos;
    const std::size_t segments = static_cast<unsigned char>(file[at + 26]);
    if (file.size() < at + 27 + segments) return std::string::npos;
    auto end = at + 27 + segments;
    for (std::size_t segment = 0; segment < segments; ++segment) {
        end += static_cast<unsigned char>(file[at + 27 + segment]);
    }
    return end <= file.size() ? end : std::string::npos;
}

inline void put_number(std::string& file, std::size_t at, std::uint64_t number, int bytes) {
    for (int byte = 0; byte < bytes; ++byte) {
        file[at + static_cast<std::size_t>(byte)] = static_cast<char>(number >> (8 * byte));
    }
}

inline void put_right_sum(std::string& file, std::size_t at, std::size_t end) {
    put_number(file, at + 22, 0, 4);
    put_number(file, at + 22, ogg_sum(std::string_view{file}.substr(at, end - at)), 4);
}

/// All pages that are whole get the checksum of what they hold now.
inline std::string with_right_sums(std::string file) {
    for (std::size_t at = 0; at < file.size();) {
        const auto end = ogg_page_end(file, at);
        if (end == std::string::npos) break;
        put_right_sum(file, at, end);
        at = end;
    }
    return file;
}

/// 255 packets of the same few bytes (at most 254) on one page.
inline std::string ogg_page(std::string_view packet,
                            std::uint64_t granule,
                            std::uint32_t serial,
                            std::uint32_t number) {
    std::string page = "OggS" + std::string(23, '\0');
    put_number(page, 6, granule, 8);
    put_number(page, 14, serial, 4);
    put_number(page, 18, number, 4);
    page[26] = '\xFF';
    page += std::string(255, static_cast<char>(packet.size()));
    for (int times = 0; times < 255; ++times) page += packet;
    put_right_sum(page, 0, page.size());
    return page;
}

} // namespace hatif::transcode::testing
