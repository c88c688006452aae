#include "objects/s3_server.hpp"

#include "base/instant.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <cstdio>

namespace hatif::objects::testing {

namespace {

const web::Signing account{.key_id = "test-key", .secret = "test-secret", .region = "eu-west-1"};

http::Response refusal(unsigned status, const std::string& code) {
    return {.status = status,
            .body = "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>It is " +
                    code + ".</Message></Error>"};
}

std::string text_of(const http::Request& request, std::string_view name) {
    return std::string{request.headers.find(name).value_or("")};
}

/// "20130524T000000Z"
base::Instant read_stamp(const std::string& text) {
    if (text.size() != 16) return {};
    return base::from_iso8601(text.substr(0, 4) + '-' + text.substr(4, 2) + '-' +
                              text.substr(6, 5) + ':' + text.substr(11, 2) + ':' + text.substr(13))
        .value_or(base::Instant{});
}

} // namespace

S3Server::S3Server()
    : server_{http::ServerOptions{
                  .listen = "127.0.0.1:0",
                  .threads = 2,
                  .body_limit = [](const http::Request&) -> std::uint64_t { return 100 << 20; }},
              [this](const http::Request& request, const http::Responder& respond) {
                  respond(answer(request));
              }} {}

S3Setting S3Server::setting() const {
    return {.endpoint = "http://127.0.0.1:" + std::to_string(server_.port()),
            .region = account.region,
            .bucket = "bucket",
            .prefix = "of tests/",
            .key_id = account.key_id,
            .secret = account.secret,
            .first_pause = std::chrono::milliseconds{1}};
}

void S3Server::answer_next(std::vector<unsigned> statuses, std::string code) {
    const std::lock_guard lock{mutex_};
    next_ = std::move(statuses);
    next_code_ = std::move(code);
}

void S3Server::drop_bucket() {
    const std::lock_guard lock{mutex_};
    has_bucket_ = false;
}

int S3Server::wrongly_signed() const {
    const std::lock_guard lock{mutex_};
    return wrongly_signed_;
}

std::vector<std::string> S3Server::requests() const {
    const std::lock_guard lock{mutex_};
    return requests_;
}

std::vector<std::string> S3Server::names() const {
    const std::lock_guard lock{mutex_};
    std::vector<std::string> names;
    for (const auto& [name, bytes] : objects_) names.push_back(name);
    return names;
}

/// The signature over what arrived, of the headers that it says it covers.
bool S3Server::is_signed(const http::Request& request) const {
    const auto authorization = text_of(request, "Authorization");
    const auto from = authorization.find("SignedHeaders=") + 14;
    const auto listed = authorization.substr(from, authorization.find(',', from) - from);
    web::SignedRequest arrived{.method = request.method,
                               .host = text_of(request, "Host"),
                               .path = request.path,
                               .query = request.query,
                               .headers = {},
                               .body_sha256 = web::sha256_of(request.body)};
    if (text_of(request, "X-Amz-Content-Sha256") != arrived.body_sha256) return false;
    for (const auto name : base::split(listed, ';')) {
        if (name == "host" || name.starts_with("x-amz-")) continue; // signing adds them
        arrived.headers.push_back({std::string{name}, text_of(request, name)});
    }
    const auto at = read_stamp(text_of(request, "X-Amz-Date"));
    return web::sign(arrived, account, at).back().value == authorization;
}

http::Response S3Server::answer(const http::Request& request) {
    const std::lock_guard lock{mutex_};
    requests_.push_back(request.method + ' ' + request.path);
    if (!next_.empty()) {
        const auto status = next_.front();
        next_.erase(next_.begin());
        return refusal(status, next_code_);
    }
    if (!is_signed(request)) {
        ++wrongly_signed_;
        return refusal(403, "SignatureDoesNotMatch");
    }
    return act(request);
}

http::Response S3Server::act(const http::Request& request) {
    if (!has_bucket_ || !request.path.starts_with("/bucket/")) return refusal(404, "NoSuchBucket");
    if (request.method == "PUT") {
        objects_[request.path] = request.body;
        return {.status = 200};
    }
    if (request.method == "DELETE") {
        objects_.erase(request.path);
        return {.status = 204};
    }
    const auto it = objects_.find(request.path);
    if (it == objects_.end()) return refusal(404, "NoSuchKey");
    if (request.method == "HEAD") return {.status = 200, .body = it->second}; // its size is told
    return get(request, it->second);
}

http::Response S3Server::get(const http::Request& request, const std::string& bytes) const {
    const auto etag = '"' + web::sha256_of(bytes) + '"';
    const auto wanted = request.headers.find("If-Match");
    if (wanted && *wanted != etag) return refusal(412, "PreconditionFailed");
    unsigned long from = 0;
    unsigned long to = 0;
    if (std::sscanf(text_of(request, "Range").c_str(), "bytes=%lu-%lu", &from, &to) != 2) {
        return {.status = 200, .body = bytes};
    }
    const auto size = std::to_string(bytes.size());
    if (from >= bytes.size()) return refusal(416, "InvalidRange");
    to = std::min(to, bytes.size() - 1);
    return {.status = 206,
            .headers = {{"ETag", etag},
                        {"Content-Range",
                         "bytes " + std::to_string(from) + '-' + std::to_string(to) + '/' + size}},
            .body = bytes.substr(from, to - from + 1)};
}

} // namespace hatif::objects::testing
