#include "transcode/file_source.hpp"

#include <cerrno>
#include <cstdio>
#include <sys/stat.h>
#include <unistd.h>

namespace hatif::transcode {

namespace {

FileSource& source(void* self) {
    return *static_cast<FileSource*>(self);
}

std::size_t read_all(int file, char* into, std::size_t count, off_t at) {
    std::size_t done = 0;
    while (done < count) {
        const auto got = pread(file, into + done, count - done, at + static_cast<off_t>(done));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        done += static_cast<std::size_t>(got);
    }
    return done;
}

} // namespace

FileSource::FileSource(int file) : file_{file} {
    struct stat status {};
    if (fstat(file, &status) == 0) size_ = status.st_size;
}

Bytes FileSource::bytes() const {
    return [this](std::uint64_t offset, std::size_t count) {
        std::string bytes;
        if (offset >= size()) return bytes;
        bytes.resize(count);
        bytes.resize(read_all(file_, bytes.data(), count, static_cast<off_t>(offset)));
        return bytes;
    };
}

SNDFILE* FileSource::open(SF_INFO& info) {
    SF_VIRTUAL_IO calls{length, seek, read, write, tell};
    return sf_open_virtual(&calls, SFM_READ, &info, this);
}

sf_count_t FileSource::length(void* self) {
    return source(self).size_;
}

/// -1 for a place that no file has; what lies behind the end reads as nothing.
sf_count_t FileSource::seek(sf_count_t offset, int whence, void* self) {
    auto& it = source(self);
    sf_count_t base = 0;
    if (whence == SEEK_CUR) base = it.at_;
    if (whence == SEEK_END) base = it.size_;
    sf_count_t place = 0;
    if (__builtin_add_overflow(base, offset, &place) || place < 0) return -1;
    it.at_ = place;
    return place;
}

sf_count_t FileSource::read(void* into, sf_count_t count, void* self) {
    auto& it = source(self);
    if (count <= 0) return 0;
    const auto got = read_all(it.file_, static_cast<char*>(into), static_cast<std::size_t>(count),
                              static_cast<off_t>(it.at_));
    it.at_ += static_cast<sf_count_t>(got);
    return static_cast<sf_count_t>(got);
}

sf_count_t FileSource::write(const void* /*from*/, sf_count_t /*count*/, void* /*self*/) {
    return 0;
}

sf_count_t FileSource::tell(void* self) {
    return source(self).at_;
}

} // namespace hatif::transcode
