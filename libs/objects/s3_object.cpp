#include "objects/s3_object.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace hatif::objects {

using base::Errc;
using base::fail;
using base::Result;

namespace {

constexpr std::uint64_t block = 512 << 10;

S3Bucket::Request get(const std::string& name, std::uint64_t from) {
    return {.method = "GET",
            .name = name,
            .headers = {{"Range",
                         "bytes=" + std::to_string(from) + '-' + std::to_string(from + block - 1)}},
            .most_answer = block};
}

class StoredBlocks final : public Object {
public:
    StoredBlocks(S3Bucket& bucket, std::string name, web::Response first, std::uint64_t size)
        : bucket_{bucket}, name_{std::move(name)}, etag_{first.header("ETag").value_or("")},
          size_{size}, held_{std::move(first.body)} {}

    std::uint64_t size() const override { return size_; }

    Result<void> skip(std::uint64_t bytes) override {
        next_ = bytes;
        return {};
    }

    Result<std::string> read(std::size_t most) override {
        std::string bytes;
        while (bytes.size() < most && next_ < size_) {
            if (next_ < held_from_ || next_ >= held_from_ + held_.size()) {
                if (auto fetched = fetch(); !fetched) return fail(fetched.error());
            }
            const auto piece =
                std::string_view{held_}.substr(next_ - held_from_).substr(0, most - bytes.size());
            bytes += piece;
            next_ += piece.size();
        }
        return bytes;
    }

private:
    Result<void> fetch() {
        auto request = get(name_, next_);
        if (!etag_.empty()) request.headers.push_back({"If-Match", etag_});
        auto answer = bucket_.send(request);
        if (!answer) return fail(answer.error());
        const auto expected = std::min(block, size_ - next_);
        if (answer->status == 206 && answer->body.size() == expected) {
            held_ = std::move(answer->body);
            held_from_ = next_;
            return {};
        }
        auto error = bucket_.error(request, *answer);
        if (error.code == Errc::not_found || answer->status == 412 || answer->status == 206) {
            error = {Errc::unavailable, "object store " + bucket_.name() +
                                            ": an object was replaced while it was read"};
        }
        return fail(std::move(error));
    }

    S3Bucket& bucket_;
    const std::string name_;
    const std::string etag_;
    const std::uint64_t size_;
    std::string held_;
    std::uint64_t held_from_ = 0;
    std::uint64_t next_ = 0;
};

} // namespace

std::optional<std::uint64_t> size_of_range(std::string_view content_range) {
    const auto slash = content_range.find('/');
    if (slash == content_range.npos) return {};
    const auto digits = content_range.substr(slash + 1);
    std::uint64_t size = 0;
    const auto* const end = digits.data() + digits.size();
    const auto [rest, error] = std::from_chars(digits.data(), end, size);
    if (error != std::errc{} || rest != end) return {};
    return size;
}

Result<std::unique_ptr<Object>> open_s3(S3Bucket& bucket, const std::string& name) {
    const auto request = get(name, 0);
    auto answer = bucket.send(request);
    if (!answer) return fail(answer.error());
    // Of an object without a byte no range can be had.
    auto size = size_of_range(answer->header("Content-Range").value_or(""));
    if (answer->status == 416) {
        answer->body.clear();
        size = 0;
    } else if (answer->status == 200) {
        size = answer->body.size();
    } else if (answer->status != 206) {
        return fail(bucket.error(request, *answer));
    }
    if (!size || answer->body.size() != std::min(block, *size)) {
        return fail(Errc::unavailable,
                    "object store " + bucket.name() + ": an answer is not as long as it says");
    }
    return std::make_unique<StoredBlocks>(bucket, name, *std::move(answer), *size);
}

} // namespace hatif::objects
