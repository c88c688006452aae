#pragma once

#include "base/result.hpp"
#include "web/client.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace hatif::objects {

/// Where the objects are, and as whom we come.
struct S3Setting {
    std::string endpoint; ///< "https://s3.example:9000"
    std::string region;
    std::string bucket;
    std::string prefix{}; ///< of every name: empty, or with a slash at its end
    std::string key_id;
    std::string secret;
    /// The bucket is the path's first part; else the first of the host's name.
    bool path_style = true;
    std::string ca_file{};                      ///< PEM; believed besides the machine's; may be ""
    std::chrono::milliseconds first_pause{100}; ///< before a request is tried again; then longer
};

/// What S3 answered with other than the wanted status.
struct S3Refusal {
    std::string code{};    ///< "NoSuchKey"; empty when the answer has none
    std::string message{}; ///< for people
};

S3Refusal parse_refusal(const std::string& xml);

/// A bucket of an S3 server: signed requests for its objects. What the network or the server fails
/// at is tried again, three times, while less than ten seconds have passed. Any thread.
class S3Bucket {
public:
    /// Throws std::runtime_error when the endpoint or the bucket's name cannot be.
    explicit S3Bucket(S3Setting setting);

    struct Request {
        std::string method;
        std::string name; ///< of the object, without the prefix
        std::vector<web::Header> headers{};
        std::string body{};
        std::optional<web::FileBody> file{};
        std::size_t most_answer = 64 << 10;
    };

    /// The answer, whatever its status. Fails (unavailable) when there is none.
    base::Result<web::Response> send(const Request& request);

    /// Why a status is not what was wanted. 404 is `not_found`, but for a bucket that is not there;
    /// everything else is `unavailable`: nobody but the operator can do something about it.
    base::Error error(const Request& request, const web::Response& response) const;

    /// "s3://bucket/prefix"
    std::string name() const;

private:
    base::Result<web::Response> send_once(const Request& request);

    const S3Setting setting_;
    const std::string base_; ///< what stands before an object's name in its URL
    web::Client client_;
};

} // namespace hatif::objects
