#include "objects/directory_store.hpp"

#include "objects/file_handle.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <stdexcept>
#include <sys/stat.h>

namespace hatif::objects {

using base::Errc;
using base::fail;
using base::Result;
namespace fs = std::filesystem;

namespace {

/// What errno says.
tl::unexpected<base::Error> refused() {
    return fail(Errc::unavailable, std::string{"object store: "} + strerror(errno));
}

class StoredFile final : public Object {
public:
    StoredFile(FileHandle file, std::uint64_t size) : file_{std::move(file)}, size_{size} {}

    std::uint64_t size() const override { return size_; }

    Result<void> skip(std::uint64_t bytes) override {
        if (::lseek(file_.descriptor(), static_cast<off_t>(bytes), SEEK_SET) >= 0) return {};
        return refused();
    }
    Result<std::string> read(std::size_t most) override {
        std::string bytes(most, '\0');
        auto got = ::read(file_.descriptor(), bytes.data(), most);
        while (got < 0 && errno == EINTR) got = ::read(file_.descriptor(), bytes.data(), most);
        if (got < 0) return refused();
        bytes.resize(static_cast<std::size_t>(got));
        return bytes;
    }

private:
    FileHandle file_;
    std::uint64_t size_;
};

/// A new name must be on the disk too, not only what it names.
bool sync_directory(const fs::path& directory) {
    const FileHandle handle{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    return handle.open() && fsync(handle.descriptor()) == 0;
}

/// Makes the folders and puts each new name onto the disk.
bool make_folders(const fs::path& root, const fs::path& folder) {
    std::error_code failed;
    if (fs::is_directory(folder, failed)) return true;
    fs::create_directories(folder, failed);
    if (failed) return false;
    for (auto above = folder; above != root && above.has_relative_path();) {
        above = above.parent_path();
        if (!sync_directory(above)) return false;
    }
    return true;
}

bool copy(int from, int to) {
    std::array<char, 65536> piece{};
    off_t offset = 0;
    while (true) {
        const auto size = pread(from, piece.data(), piece.size(), offset);
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) return size == 0;
        if (!write_all(to, {piece.data(), static_cast<std::size_t>(size)})) return false;
        offset += size;
    }
}

/// Written beside, and renamed when all of it is on the disk. The folder is there.
Result<void> replace(const fs::path& path, const std::function<bool(int)>& write) {
    std::string draft = path.string() + ".XXXXXX";
    const FileHandle file{mkostemp(draft.data(), O_CLOEXEC)};
    if (!file.open()) return refused();
    const bool kept = write(file.descriptor()) && fchmod(file.descriptor(), 0644) == 0 &&
                      fsync(file.descriptor()) == 0 &&
                      std::rename(draft.c_str(), path.c_str()) == 0 &&
                      sync_directory(path.parent_path());
    if (kept) return {};
    auto error = refused();
    unlink(draft.c_str());
    return error;
}

Result<std::unique_ptr<Object>> read(const fs::path& path) {
    FileHandle file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    struct stat status {};
    if (!file.open() || fstat(file.descriptor(), &status) != 0) {
        if (errno == ENOENT || errno == ENOTDIR) return fail(Errc::not_found, "no such content");
        return refused();
    }
    if (!S_ISREG(status.st_mode)) return fail(Errc::not_found, "no such content");
    return std::make_unique<StoredFile>(std::move(file),
                                        static_cast<std::uint64_t>(status.st_size));
}

} // namespace

DirectoryStore::DirectoryStore(fs::path directory) : directory_{std::move(directory)} {
    std::error_code failed;
    fs::create_directories(directory_, failed);
    if (failed) {
        throw std::runtime_error{"object store " + directory_.string() + ": " + failed.message()};
    }
}

fs::path DirectoryStore::path_of(const ContentHash& hash) const {
    const auto& name = hash.value();
    return directory_ / name.substr(0, 2) / name.substr(2, 2) / name;
}

Result<void> DirectoryStore::keep(const ContentHash& hash, const Write& write) {
    const auto path = path_of(hash);
    if (!make_folders(directory_, path.parent_path())) return refused();
    // Somebody else may just have renamed it: its name goes onto the disk before we promise it.
    if (access(path.c_str(), F_OK) != 0) return replace(path, write);
    if (!sync_directory(path.parent_path())) return refused();
    return {};
}

Result<ContentHash> DirectoryStore::put(std::string_view bytes) {
    auto hash = hash_of(bytes);
    const auto kept = keep(hash, [&](int file) { return write_all(file, bytes); });
    if (!kept) return fail(kept.error());
    return hash;
}

Result<void> DirectoryStore::put_file(const ContentHash& hash, int file) {
    return keep(hash, [&](int to) { return copy(file, to); });
}

Result<void> DirectoryStore::check_there() const {
    std::error_code failed;
    if (fs::is_directory(directory_, failed)) return {};
    return fail(Errc::unavailable, "the object store " + directory_.string() + " is away");
}

Result<std::unique_ptr<Object>> DirectoryStore::open(const ContentHash& hash) {
    return open(path_of(hash));
}

Result<std::unique_ptr<Object>> DirectoryStore::open(const fs::path& path) const {
    auto found = read(path);
    if (found || found.error().code != Errc::not_found) return found;
    if (auto there = check_there(); !there) return fail(there.error());
    return found;
}

fs::path DirectoryStore::path_of(const ObjectKey& key) const {
    return directory_ / key.value();
}

Result<void> DirectoryStore::put_file(const ObjectKey& key, int file) {
    const auto path = path_of(key);
    if (!make_folders(directory_, path.parent_path())) return refused();
    return replace(path, [&](int to) { return copy(file, to); });
}

Result<std::unique_ptr<Object>> DirectoryStore::open(const ObjectKey& key) {
    return open(path_of(key));
}

Result<void> DirectoryStore::remove(const ObjectKey& key) {
    const auto path = path_of(key);
    if (unlink(path.c_str()) != 0) {
        if (errno == ENOENT || errno == ENOTDIR || errno == EISDIR) return check_there();
        return refused();
    }
    if (!sync_directory(path.parent_path())) return refused();
    return {};
}

} // namespace hatif::objects
