#pragma once

#include "objects/object_store.hpp"

#include <filesystem>
#include <functional>

namespace hatif::objects {

/// Objects as files: `<directory>/<first two digits>/<next two>/<hash>` and `<directory>/<key>`. A
/// file appears under its name only when all of it is on the disk.
class DirectoryStore final : public ObjectStore {
public:
    /// Makes the directory. Throws when it cannot: a start-up error.
    explicit DirectoryStore(std::filesystem::path directory);

    base::Result<ContentHash> put(std::string_view bytes) override;
    base::Result<void> put_file(const ContentHash& hash, int file) override;
    base::Result<std::unique_ptr<Object>> open(const ContentHash& hash) override;

    base::Result<void> put_file(const ObjectKey& key, int file) override;
    base::Result<std::unique_ptr<Object>> open(const ObjectKey& key) override;
    base::Result<void> remove(const ObjectKey& key) override;

private:
    using Write = std::function<bool(int)>;
    base::Result<void> check_there() const;
    base::Result<std::unique_ptr<Object>> open(const std::filesystem::path& path) const;
    base::Result<void> keep(const ContentHash& hash, const Write& write);
    std::filesystem::path path_of(const ContentHash& hash) const;
    std::filesystem::path path_of(const ObjectKey& key) const;

    std::filesystem::path directory_;
};

} // namespace hatif::objects
