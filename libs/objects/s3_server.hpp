#pragma once

#include "http/server.hpp"
#include "objects/s3_bucket.hpp"

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace hatif::objects::testing {

/// For tests: as much of S3 as the store uses, in memory, with one bucket and one account. It takes
/// no request whose signature or hash of the body is not right.
class S3Server {
public:
    S3Server();

    S3Setting setting() const;

    /// The next requests are answered so, one after the other, with this error code.
    void answer_next(std::vector<unsigned> statuses, std::string code);
    void drop_bucket();

    int wrongly_signed() const;
    /// "PUT /bucket/name" each, in their order.
    std::vector<std::string> requests() const;
    std::vector<std::string> names() const;

private:
    http::Response answer(const http::Request& request);
    http::Response act(const http::Request& request);
    http::Response get(const http::Request& request, const std::string& bytes) const;
    bool is_signed(const http::Request& request) const;

    mutable std::mutex mutex_;
    std::map<std::string, std::string> objects_; // by path
    std::vector<unsigned> next_;
    std::string next_code_;
    bool has_bucket_ = true;
    int wrongly_signed_ = 0;
    std::vector<std::string> requests_;
    http::Server server_; // last: it uses all of the above
};

} // namespace hatif::objects::testing
