#include "recording/spool_folder.hpp"

#include "base/clock.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <stdexcept>
#include <string>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace hatif::recording {

namespace fs = std::filesystem;
using objects::FileHandle;

namespace {

constexpr auto lock_name = "lock";
constexpr auto label_extension = ".label";
constexpr auto draft_extension = ".new";

/// As far as it can be read; others make and remove what is in it meanwhile.
std::vector<fs::path> entries_of(const fs::path& folder) {
    std::vector<fs::path> all;
    std::error_code failed;
    fs::directory_iterator it{folder, failed};
    for (; !failed && it != fs::directory_iterator{}; it.increment(failed)) {
        all.push_back(it->path());
    }
    return all;
}

/// Open and held; not open when somebody else holds it.
FileHandle held(const fs::path& lock) {
    FileHandle file{::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
    if (file.open() && ::flock(file.descriptor(), LOCK_EX | LOCK_NB) == 0) return file;
    return FileHandle{-1};
}

/// What the path names is on the disk. False with errno.
bool is_synced(const fs::path& path, int how) {
    const FileHandle file{::open(path.c_str(), how | O_CLOEXEC)};
    return file.open() && ::fsync(file.descriptor()) == 0;
}

std::runtime_error unusable(const fs::path& path) {
    return std::runtime_error{"recordings' spool " + path.string() + ": " + std::strerror(errno)};
}

} // namespace

std::shared_ptr<SpoolFolder> SpoolFolder::make(const fs::path& spool) {
    std::error_code failed;
    fs::create_directories(spool, failed);
    while (true) {
        const auto name = base::Uuid::v7(base::SystemClock{}.now()).to_string();
        // Nobody looks at it before it has its name, and then it is held.
        const auto draft = spool / (".new-" + name);
        if (::mkdir(draft.c_str(), 0700) != 0) throw unusable(spool);
        auto lock = held(draft / lock_name);
        if (!lock.open()) throw unusable(spool);
        const auto path = spool / name;
        if (::rename(draft.c_str(), path.c_str()) == 0) {
            return std::shared_ptr<SpoolFolder>{new SpoolFolder{path, std::move(lock)}};
        }
        // A forked process goes on in its parent's random numbers.
        if (errno != ENOTEMPTY && errno != EEXIST) throw unusable(spool);
        ::unlink((draft / lock_name).c_str());
        ::rmdir(draft.c_str());
    }
}

std::vector<std::shared_ptr<SpoolFolder>> SpoolFolder::take_over(const fs::path& spool) {
    std::vector<std::shared_ptr<SpoolFolder>> dead;
    for (const auto& path : entries_of(spool)) {
        if (!base::Uuid::parse(path.filename().string())) continue;
        auto lock = held(path / lock_name);
        if (!lock.open()) continue;
        for (const auto& entry : entries_of(path)) {
            if (entry.extension() == draft_extension) ::unlink(entry.c_str());
        }
        dead.emplace_back(new SpoolFolder{path, std::move(lock)});
    }
    return dead;
}

SpoolFolder::~SpoolFolder() {
    if (entries_of(path_).size() != 1) return;
    // Held still: whoever opens the lock now finds an empty place.
    ::unlink((path_ / lock_name).c_str());
    ::rmdir(path_.c_str());
}

fs::path SpoolFolder::wav_of(const base::Uuid& recording) const {
    return path_ / (recording.to_string() + ".wav");
}

fs::path SpoolFolder::draft_of(const base::Uuid& recording) const {
    return path_ / (recording.to_string() + draft_extension);
}

fs::path SpoolFolder::label_of(const base::Uuid& recording) const {
    return path_ / (recording.to_string() + label_extension);
}

std::vector<base::Uuid> SpoolFolder::recordings() const {
    std::vector<base::Uuid> all;
    for (const auto& entry : entries_of(path_)) {
        if (entry.extension() != label_extension) continue;
        if (const auto id = base::Uuid::parse(entry.stem().string())) all.push_back(*id);
    }
    std::ranges::sort(all);
    return all;
}

bool SpoolFolder::sync(const base::Uuid& recording) const {
    const auto wav = wav_of(recording);
    return (is_synced(wav, O_RDONLY) || errno == ENOENT) && // one that failed has none
           is_synced(label_of(recording), O_RDONLY) && is_synced(path_, O_RDONLY | O_DIRECTORY) &&
           is_synced(path_.parent_path(), O_RDONLY | O_DIRECTORY);
}

void SpoolFolder::remove(const base::Uuid& recording) const {
    ::unlink(wav_of(recording).c_str());
    ::unlink(label_of(recording).c_str());
}

} // namespace hatif::recording
