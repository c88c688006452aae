#pragma once

#include "base/result.hpp"
#include "program_scheduler/content/content_hash.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace hatif::program_scheduler {

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

/// Where bytes are kept by their hash, so that what has a name never changes. A port: a directory
/// on this machine, S3 in a cluster. What is put twice is kept once.
class ObjectStore {
public:
    virtual ~ObjectStore() = default;

    /// When it answers, the bytes outlive a crash.
    virtual base::Result<ContentHash> put(std::string_view bytes) = 0;
    /// All of an open file, whose hash the caller has made while writing it.
    virtual base::Result<void> put_file(const ContentHash& hash, int file) = 0;
    /// `not_found` when there is none.
    virtual base::Result<std::unique_ptr<Object>> open(const ContentHash& hash) = 0;
};

} // namespace hatif::program_scheduler
