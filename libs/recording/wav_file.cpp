#include "recording/wav_file.hpp"

#include <array>
#include <cerrno>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace hatif::recording {

namespace {

/// False with errno.
bool write_at(int file, off_t at, std::span<const std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const auto size = ::pwrite(file, bytes.data(), bytes.size(), at);
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) return false;
        at += size;
        bytes = bytes.subspan(static_cast<std::size_t>(size));
    }
    return true;
}

ssize_t read_at(int file, off_t at, std::span<std::uint8_t> to) {
    while (true) {
        const auto size = ::pread(file, to.data(), to.size(), at);
        if (size >= 0 || errno != EINTR) return size;
    }
}

} // namespace

std::optional<WavHeader> header_of(int file) {
    WavBytes bytes{};
    const auto size = read_at(file, 0, bytes);
    if (size != static_cast<ssize_t>(bytes.size())) return std::nullopt;
    return read_wav_header(bytes);
}

bool seal(int file) {
    auto header = header_of(file);
    if (!header) {
        errno = EINVAL;
        return false;
    }
    if (header->samples > 0) return true; // it is already
    struct stat status {};
    if (::fstat(file, &status) != 0) return false;
    const auto voice = static_cast<std::uint64_t>(status.st_size) - wav_header_size;
    header->samples = static_cast<std::uint32_t>(voice / header->channels);
    const auto end = static_cast<off_t>(wav_header_size + header->samples * header->channels);
    if (::ftruncate(file, end) != 0) return false;
    constexpr std::array<std::uint8_t, 1> padding{};
    if (end % 2 != 0 && !write_at(file, end, padding)) return false;
    return write_at(file, 0, to_bytes(*header));
}

std::optional<objects::ContentHash> hash_of_file(int file) {
    objects::Hasher hasher;
    std::array<std::uint8_t, 65536> piece{};
    off_t at = 0;
    while (true) {
        const auto size = read_at(file, at, piece);
        if (size < 0) return std::nullopt;
        if (size == 0) return hasher.finish();
        hasher.add({reinterpret_cast<const char*>(piece.data()), static_cast<std::size_t>(size)});
        at += size;
    }
}

} // namespace hatif::recording
