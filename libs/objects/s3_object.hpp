#pragma once

#include "objects/object_store.hpp"
#include "objects/s3_bucket.hpp"

#include <memory>
#include <string>

namespace hatif::objects {

/// Opens an object of a bucket, which outlives it. It is read in blocks of 512 KiB, each a request
/// of its own, so that a slow reader holds no connection; the first one comes with the size. When
/// another object takes its name meanwhile, reading on fails: never is one mixed with the other.
base::Result<std::unique_ptr<Object>> open_s3(S3Bucket& bucket, const std::string& name);

/// The size of the whole that a header Content-Range tells: "bytes 0-9/1234", "bytes */0".
std::optional<std::uint64_t> size_of_range(std::string_view content_range);

} // namespace hatif::objects
