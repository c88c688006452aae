#include "objects/s3_bucket.hpp"

#include "base/text.hpp"
#include "web/url.hpp"

#include <algorithm>
#include <stdexcept>
#include <thread>

namespace hatif::objects {

using base::Errc;
using base::fail;
using base::Result;

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr int most_tries = 4;
constexpr auto enough_tried = 10s;
constexpr auto least_time = 10s;
constexpr std::uint64_t least_speed = 128 << 10; ///< bytes a second that a network must give

bool is_bucket(std::string_view name) {
    const auto plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    };
    return name.size() >= 3 && name.size() <= 63 && std::all_of(name.begin(), name.end(), plain) &&
           name.front() != '.' && name.front() != '-';
}

std::string base_of(const S3Setting& setting) {
    const auto refuse = [](const std::string& what) -> std::string {
        throw std::runtime_error{"object store: " + what};
    };
    if (!is_bucket(setting.bucket)) {
        refuse("\"" + setting.bucket + "\" is no name of a bucket: 3 to 63 of a-z, 0-9, '-', '.'");
    }
    const auto url = web::parse_url(setting.endpoint);
    if (!url) refuse("its endpoint \"" + setting.endpoint + "\": " + url.error().what);
    if (url->path != "/" || !url->query.empty()) {
        refuse("its endpoint \"" + setting.endpoint + "\" has more than a host and a port");
    }
    const auto prefix = base::percent_encoded(setting.prefix, "/");
    if (setting.path_style) return url->origin + '/' + setting.bucket + '/' + prefix;
    const auto scheme = url->origin.substr(0, url->origin.find("://") + 3);
    return scheme + setting.bucket + '.' + url->host + '/' + prefix;
}

std::string element(const std::string& xml, const std::string& name) {
    const auto begin = xml.find('<' + name + '>');
    if (begin == xml.npos) return {};
    const auto from = begin + name.size() + 2;
    const auto end = xml.find("</" + name + '>', from);
    if (end == xml.npos) return {};
    return base::shortened(base::healed(xml.substr(from, end - from)), 200);
}

bool may_pass(const Result<web::Response>& answer) {
    if (!answer) return answer.error().reason != "request_refused";
    const int status = answer->status;
    return status == 429 || status == 500 || (status >= 502 && status <= 504);
}

} // namespace

S3Refusal parse_refusal(const std::string& xml) {
    return {element(xml, "Code"), element(xml, "Message")};
}

S3Bucket::S3Bucket(S3Setting setting)
    : setting_{std::move(setting)}, base_{base_of(setting_)}, client_{{.private_networks = true},
                                                                      {setting_.ca_file}} {}

std::string S3Bucket::name() const {
    return "s3://" + setting_.bucket + '/' + setting_.prefix;
}

Result<web::Response> S3Bucket::send_once(const Request& request) {
    const auto size = request.file ? request.file->size : request.body.size();
    return client_.send({.method = request.method,
                         .url = base_ + base::percent_encoded(request.name, "/"),
                         .headers = request.headers,
                         .body = request.body,
                         .timeout = least_time + std::chrono::seconds{size / least_speed},
                         .most_answer = request.most_answer,
                         .signing = web::Signing{.key_id = setting_.key_id,
                                                 .secret = setting_.secret,
                                                 .region = setting_.region},
                         .file = request.file});
}

Result<web::Response> S3Bucket::send(const Request& request) {
    const auto begin = Clock::now();
    auto pause = setting_.first_pause;
    auto answer = send_once(request);
    for (int tries = 1; tries < most_tries && may_pass(answer); ++tries) {
        if (Clock::now() - begin > enough_tried) break;
        std::this_thread::sleep_for(pause);
        pause *= 3;
        answer = send_once(request);
    }
    if (answer) return answer;
    return fail(Errc::unavailable, "object store " + name() + ": " + answer.error().what);
}

base::Error S3Bucket::error(const Request& request, const web::Response& response) const {
    const auto said = parse_refusal(response.body);
    if (response.status == 404 && said.code != "NoSuchBucket") {
        return {Errc::not_found, "no such content"};
    }
    auto what = "object store " + name() + ": " + request.method + " answers " +
                std::to_string(response.status);
    if (!said.code.empty()) what += ' ' + said.code;
    if (!said.message.empty()) what += ": " + said.message;
    return {Errc::unavailable, std::move(what)};
}

} // namespace hatif::objects
