#include "objects/s3_store.hpp"

#include "objects/s3_object.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <sys/stat.h>
#include <unistd.h>

namespace hatif::objects {

using base::Errc;
using base::fail;
using base::Result;

namespace {

constexpr std::uint64_t most_at_once = std::uint64_t{5} << 30; ///< S3's own limit of one PUT

std::string name_of(const ContentHash& hash) {
    const auto& name = hash.value();
    return name.substr(0, 2) + '/' + name.substr(2, 2) + '/' + name;
}

tl::unexpected<base::Error> unreadable() {
    return fail(Errc::unavailable,
                std::string{"object store: the file to keep: "} + strerror(errno));
}

Result<std::uint64_t> size_of(int file) {
    struct stat status {};
    if (::fstat(file, &status) != 0) return unreadable();
    const auto size = static_cast<std::uint64_t>(status.st_size);
    if (size <= most_at_once) return size;
    return fail(Errc::too_large, "object store: a file of more than 5 GiB");
}

Result<ContentHash> hash_of_file(int file) {
    Hasher hasher;
    std::array<char, 65536> piece{};
    off_t offset = 0;
    while (true) {
        const auto size = ::pread(file, piece.data(), piece.size(), offset);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) return unreadable();
        if (size == 0) return hasher.finish();
        hasher.add({piece.data(), static_cast<std::size_t>(size)});
        offset += size;
    }
}

S3Bucket::Request
put_request(std::string name, int file, std::uint64_t size, const ContentHash& hash) {
    return {.method = "PUT",
            .name = std::move(name),
            .file = web::FileBody{.file = file, .size = size, .sha256 = hash.value()}};
}

} // namespace

S3Store::S3Store(S3Setting setting) : bucket_{std::move(setting)} {}

Result<void> S3Store::check() {
    // No name of ours: whether it is there matters not, only why not.
    const S3Bucket::Request probe{.method = "GET", .name = ".hatif", .most_answer = 1 << 20};
    const auto answer = bucket_.send(probe);
    if (!answer) return fail(answer.error());
    if (answer->status == 200) return {};
    auto error = bucket_.error(probe, *answer);
    if (error.code == Errc::not_found) return {};
    if (answer->status < 500 && answer->status != 429) error.code = Errc::invalid;
    return fail(std::move(error));
}

/// Of that size; what is not is put again.
Result<bool> S3Store::has(const std::string& name, std::uint64_t size) {
    const S3Bucket::Request request{.method = "HEAD", .name = name};
    const auto answer = bucket_.send(request);
    if (!answer) return fail(answer.error());
    if (answer->status == 200) return answer->header("Content-Length") == std::to_string(size);
    if (answer->status == 404) return false; // without a body: the PUT will say if it is the bucket
    return fail(bucket_.error(request, *answer));
}

Result<void> S3Store::write(const S3Bucket::Request& request) {
    const auto answer = bucket_.send(request);
    if (!answer) return fail(answer.error());
    if (answer->status >= 200 && answer->status < 300) return {};
    auto error = bucket_.error(request, *answer);
    error.code = Errc::unavailable;
    return fail(std::move(error));
}

Result<ContentHash> S3Store::put(std::string_view bytes) {
    auto hash = hash_of(bytes);
    const auto there = has(name_of(hash), bytes.size());
    if (!there) return fail(there.error());
    if (*there) return hash;
    const auto kept = write({.method = "PUT", .name = name_of(hash), .body = std::string{bytes}});
    if (!kept) return fail(kept.error());
    return hash;
}

Result<void> S3Store::put_file(const ContentHash& hash, int file) {
    const auto size = size_of(file);
    if (!size) return fail(size.error());
    const auto there = has(name_of(hash), *size);
    if (!there) return fail(there.error());
    if (*there) return {};
    return write(put_request(name_of(hash), file, *size, hash));
}

Result<void> S3Store::put_file(const ObjectKey& key, int file) {
    const auto size = size_of(file);
    if (!size) return fail(size.error());
    const auto hash = hash_of_file(file);
    if (!hash) return fail(hash.error());
    return write(put_request(key.value(), file, *size, *hash));
}

Result<std::unique_ptr<Object>> S3Store::open(const ContentHash& hash) {
    return open_s3(bucket_, name_of(hash));
}

Result<std::unique_ptr<Object>> S3Store::open(const ObjectKey& key) {
    return open_s3(bucket_, key.value());
}

Result<void> S3Store::remove(const ObjectKey& key) {
    const S3Bucket::Request request{.method = "DELETE", .name = key.value()};
    const auto answer = bucket_.send(request);
    if (!answer) return fail(answer.error());
    if (answer->status >= 200 && answer->status < 300) return {};
    auto error = bucket_.error(request, *answer);
    if (error.code == Errc::not_found) return {}; // gone is gone
    return fail(std::move(error));
}

} // namespace hatif::objects
