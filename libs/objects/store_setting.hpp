#pragma once

#include "config/environment.hpp"
#include "objects/object_store.hpp"
#include "objects/s3_bucket.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace hatif::objects {

/// Which object store a service uses.
struct StoreSetting {
    std::string directory{}; ///< unless it is in S3
    std::optional<S3Setting> s3{};
};

/// HATIF_OBJECTS: a directory, or `s3://bucket` or `s3://bucket/prefix`. Of S3 besides:
/// HATIF_S3_KEY_ID and HATIF_S3_SECRET, which must be set; HATIF_S3_REGION ("us-east-1");
/// HATIF_S3_ENDPOINT ("https://host:port"; empty: Amazon's of the region); HATIF_S3_PATH_STYLE (1,
/// or 0 for the bucket in the host's name; without an endpoint 0); HATIF_S3_CA (PEM, believed
/// besides the machine's). What is wrong is among the environment's refusals.
StoreSetting read_store_setting(config::Environment& environment);

/// Throws std::runtime_error, for a start-up error, when the directory cannot be had, or when the
/// S3 server says no: a wrong key, no such bucket. One that cannot be reached now is complained of:
/// it will come back.
std::unique_ptr<ObjectStore> open_store(const StoreSetting& setting,
                                        const std::function<void(const std::string&)>& complain);

} // namespace hatif::objects
