#pragma once

#include "base/uuid.hpp"
#include "objects/file_handle.hpp"

#include <filesystem>
#include <memory>
#include <vector>

namespace hatif::recording {

/// The folder of one process below the spool: `<spool>/<uuid>/` with `<recording>.wav` and
/// `<recording>.label`, and the file `lock`, which its owner holds (flock) for as long as it lives:
/// the kernel lets go of it however the process ends.
class SpoolFolder {
public:
    /// A new one. Throws std::runtime_error with the reason.
    static std::shared_ptr<SpoolFolder> make(const std::filesystem::path& spool);

    /// Those that nobody holds any more; they are held now.
    static std::vector<std::shared_ptr<SpoolFolder>> take_over(const std::filesystem::path& spool);

    /// It goes too, when no recording is left in it.
    ~SpoolFolder();
    SpoolFolder(const SpoolFolder&) = delete;
    SpoolFolder& operator=(const SpoolFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path wav_of(const base::Uuid& recording) const;
    std::filesystem::path label_of(const base::Uuid& recording) const;
    /// What a label is called while it is written; those of the dead are removed.
    std::filesystem::path draft_of(const base::Uuid& recording) const;

    /// All that have a label.
    std::vector<base::Uuid> recordings() const;

    /// What there is of the recording, and its names, are on the disk. False with errno.
    bool sync(const base::Uuid& recording) const;

    /// The label last: what has none is no recording any more.
    void remove(const base::Uuid& recording) const;

private:
    SpoolFolder(std::filesystem::path path, objects::FileHandle lock)
        : path_{std::move(path)}, lock_{std::move(lock)} {}

    const std::filesystem::path path_;
    const objects::FileHandle lock_;
};

} // namespace hatif::recording
