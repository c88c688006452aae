#pragma once

#include "base/result.hpp"
#include "objects/content_hash.hpp"
#include "objects/file_handle.hpp"

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace hatif::program_scheduler {

/// An upload on its way: a file without a name, hashed while it is written. It is gone when this
/// is, and when the process dies.
class Spool {
public:
    static base::Result<Spool> open(const std::filesystem::path& directory);

    /// TOO_LARGE beyond `most_bytes`.
    base::Result<void> add(std::string_view bytes);

    static constexpr std::uint64_t most_bytes = 128ULL << 20;

    int descriptor() const { return file_.descriptor(); }
    std::uint64_t size() const { return size_; }
    /// To be asked once, when all is there.
    objects::ContentHash hash() { return hasher_.finish(); }

private:
    explicit Spool(objects::FileHandle file) : file_{std::move(file)} {}

    objects::FileHandle file_;
    objects::Hasher hasher_;
    std::uint64_t size_ = 0;
};

} // namespace hatif::program_scheduler
