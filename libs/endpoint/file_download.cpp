#include "endpoint/file_download.hpp"

#include "endpoint/byte_range.hpp"

#include <algorithm>

namespace hatif::endpoint {

using base::Errc;
using base::fail;
using base::Result;

namespace {

constexpr std::uint64_t piece_size = 256 * 1024;

type::v1::Download::Header header_of(const File& file, const std::optional<ByteRange>& part) {
    type::v1::Download::Header header;
    header.set_content_type(file.content_type);
    header.set_file_name(file.file_name);
    header.set_etag(file.etag);
    header.set_accepts_ranges(true);
    header.set_size(static_cast<std::int64_t>(part ? part->size() : file.size));
    if (part) {
        header.mutable_range()->set_first(static_cast<std::int64_t>(part->first));
        header.mutable_range()->set_last(static_cast<std::int64_t>(part->last));
        header.mutable_range()->set_total(static_cast<std::int64_t>(file.size));
    }
    return header;
}

} // namespace

Result<void> send_file(const File& file, std::string_view range, Download::Writer& writer) {
    const auto part = read_range(range, file.size);
    if (!part) return fail(part.error());
    if (*part) {
        if (auto there = file.skip((*part)->first); !there) return fail(there.error());
    }
    const auto gone = [] { return fail(Errc::unavailable, "the reader is gone"); };
    Download download{writer};
    if (!download.begin(header_of(file, *part))) return gone();
    auto left = *part ? (*part)->size() : file.size;
    while (left > 0) {
        const auto piece = file.read(static_cast<std::size_t>(std::min(left, piece_size)));
        if (!piece) return fail(piece.error());
        if (piece->empty()) return fail(Errc::internal, "the file is shorter than it was");
        if (!download.write(*piece)) return gone();
        left -= piece->size();
    }
    if (!download.end()) return gone();
    return {};
}

} // namespace hatif::endpoint
