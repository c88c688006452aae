#pragma once

#include "objects/object_store.hpp"
#include "objects/s3_bucket.hpp"

namespace hatif::objects {

/// Objects in a bucket of S3 or what speaks like it, under the names that the directory store gives
/// its files: `<prefix><first two digits>/<next two>/<hash>` and `<prefix><key>`. Every body is
/// signed with its hash, so that the server takes no other bytes than those.
class S3Store final : public ObjectStore {
public:
    /// Throws std::runtime_error when the setting cannot be.
    explicit S3Store(S3Setting setting);

    /// Whether the server knows us and has the bucket: `invalid` with what it says when not,
    /// `unavailable` when it cannot be reached or has troubles of its own now.
    base::Result<void> check();

    base::Result<ContentHash> put(std::string_view bytes) override;
    base::Result<void> put_file(const ContentHash& hash, int file) override;
    base::Result<std::unique_ptr<Object>> open(const ContentHash& hash) override;

    base::Result<void> put_file(const ObjectKey& key, int file) override;
    base::Result<std::unique_ptr<Object>> open(const ObjectKey& key) override;
    base::Result<void> remove(const ObjectKey& key) override;

private:
    base::Result<bool> has(const std::string& name, std::uint64_t size);
    base::Result<void> write(const S3Bucket::Request& request);

    S3Bucket bucket_;
};

} // namespace hatif::objects
