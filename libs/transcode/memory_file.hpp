#pragma once

#include <string_view>
#include <sys/mman.h>
#include <unistd.h>

namespace hatif::transcode {

/// A file that is nowhere, for bytes that are only in memory. Whoever reads from it begins where
/// it was read up to: at its end, at first.
class MemoryFile {
public:
    explicit MemoryFile(std::string_view bytes) : file_{memfd_create("audio", MFD_CLOEXEC)} {
        while (file_ >= 0 && !bytes.empty()) {
            const auto size = write(file_, bytes.data(), bytes.size());
            if (size <= 0) break;
            bytes.remove_prefix(static_cast<std::size_t>(size));
        }
        whole_ = file_ >= 0 && bytes.empty();
    }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    ~MemoryFile() {
        if (file_ >= 0) close(file_);
    }

    /// There was memory for all of it.
    bool whole() const { return whole_; }
    int descriptor() const { return file_; }
    bool rewind() const { return lseek(file_, 0, SEEK_SET) == 0; }

private:
    int file_;
    bool whole_ = false;
};

} // namespace hatif::transcode
