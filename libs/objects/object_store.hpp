#pragma once

#include "base/result.hpp"
#include "objects/content_hash.hpp"
#include "objects/object_key.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace hatif::objects {

/// Bytes of the store, read from their beginning.
class Object {
public:
    virtual ~Object() = default;
    virtual std::uint64_t size() const = 0;
    /// Reading goes on so many bytes from the beginning.
    virtual base::Result<void> skip(std::uint64_t bytes) = 0;
    /// The next bytes, at most so many; empty at the end.
    virtual base::Result<std::string> read(std::size_t most) = 0;
};

/// Where bytes are kept: by their hash, so that what has a name never changes and what is put twice
/// is kept once; or by a key, for what is to be removed one day. A port: a directory on this
/// machine, S3 in a cluster. `unavailable` when the store cannot be reached or takes nothing. Any
/// thread.
class ObjectStore {
public:
    virtual ~ObjectStore() = default;

    /// When it answers, the bytes outlive a crash.
    virtual base::Result<ContentHash> put(std::string_view bytes) = 0;
    /// All of an open file, whose hash the caller has made while writing it.
    virtual base::Result<void> put_file(const ContentHash& hash, int file) = 0;
    /// `not_found` when there is none.
    virtual base::Result<std::unique_ptr<Object>> open(const ContentHash& hash) = 0;

    /// All of an open file under this key, in place of what was there. Durable when it answers.
    virtual base::Result<void> put_file(const ObjectKey& key, int file) = 0;
    /// `not_found` when there is none.
    virtual base::Result<std::unique_ptr<Object>> open(const ObjectKey& key) = 0;
    /// Gone, for good, when it answers; one that is not there is no error.
    virtual base::Result<void> remove(const ObjectKey& key) = 0;
};

} // namespace hatif::objects
