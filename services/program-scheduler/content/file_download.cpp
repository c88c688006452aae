#include "program_scheduler/content/file_download.hpp"

#include "program_scheduler/content/byte_range.hpp"

#include <algorithm>

namespace hatif::program_scheduler {

using base::Errc;
using base::fail;
using base::Result;

namespace {

constexpr std::uint64_t piece_size = 256 * 1024;

/// Rows of older releases hold whatever a client sent; a page must not run from our address.
std::string safe_type(const std::string& content_type) {
    return content_type.starts_with("audio/") ? content_type : "application/octet-stream";
}

type::v1::Download::Header
header_of(const Recording& recording, std::uint64_t size, const std::optional<ByteRange>& part) {
    type::v1::Download::Header header;
    header.set_content_type(safe_type(recording.content_type));
    header.set_etag(recording.original.value());
    header.set_accepts_ranges(true);
    header.set_size(static_cast<std::int64_t>(part ? part->size() : size));
    if (part) {
        header.mutable_range()->set_first(static_cast<std::int64_t>(part->first));
        header.mutable_range()->set_last(static_cast<std::int64_t>(part->last));
        header.mutable_range()->set_total(static_cast<std::int64_t>(size));
    }
    return header;
}

} // namespace

Result<void> send_file(ObjectStore& objects,
                       const Recording& recording,
                       std::string_view range,
                       endpoint::Download::Writer& writer) {
    const auto object = objects.open(recording.original);
    // A row promises its content: that it is gone is no fault of who asks.
    if (!object) return fail(Errc::internal, object.error().what);
    const auto size = (*object)->size();
    const auto part = read_range(range, size);
    if (!part) return fail(part.error());
    if (*part) {
        if (auto there = (*object)->skip((*part)->first); !there) return fail(there.error());
    }
    const auto gone = [] { return fail(Errc::unavailable, "the reader is gone"); };
    endpoint::Download download{writer};
    if (!download.begin(header_of(recording, size, *part))) return gone();
    auto left = *part ? (*part)->size() : size;
    while (left > 0) {
        const auto piece = (*object)->read(static_cast<std::size_t>(std::min(left, piece_size)));
        if (!piece) return fail(piece.error());
        if (piece->empty()) return fail(Errc::internal, "the file is shorter than it was");
        if (!download.write(*piece)) return gone();
        left -= piece->size();
    }
    if (!download.end()) return gone();
    return {};
}

} // namespace hatif::program_scheduler
