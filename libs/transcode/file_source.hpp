#pragma once

#include "transcode/bytes.hpp"

#include <cstdint>
#include <sndfile.h>

namespace hatif::transcode {

/// An open file as libsndfile reads it: through `pread` alone, so that the sandbox need allow
/// nothing else. Stays where it is while a sound is open over it.
class FileSource {
public:
    explicit FileSource(int file);
    FileSource(const FileSource&) = delete;
    FileSource& operator=(const FileSource&) = delete;
    ~FileSource() = default;

    /// 0: empty, or it cannot be read.
    std::uint64_t size() const { return static_cast<std::uint64_t>(size_); }
    Bytes bytes() const;

    SNDFILE* open(SF_INFO& info);

private:
    static sf_count_t length(void* self);
    static sf_count_t seek(sf_count_t offset, int whence, void* self);
    static sf_count_t read(void* into, sf_count_t count, void* self);
    static sf_count_t write(const void* from, sf_count_t count, void* self);
    static sf_count_t tell(void* self);

    const int file_;
    sf_count_t size_ = 0;
    sf_count_t at_ = 0;
};

} // namespace hatif::transcode
