#include "program_scheduler/content/file_download.hpp"

#include "endpoint/file_download.hpp"

namespace hatif::program_scheduler {

using base::Errc;
using base::fail;
using base::Result;

namespace {

/// Rows of older releases hold whatever a client sent; a page must not run from our address.
std::string safe_type(const std::string& content_type) {
    return content_type.starts_with("audio/") ? content_type : "application/octet-stream";
}

} // namespace

Result<void> send_file(objects::ObjectStore& objects,
                       const Recording& recording,
                       std::string_view range,
                       endpoint::Download::Writer& writer) {
    const auto object = objects.open(recording.original);
    // A row promises its content: that it is gone is no fault of who asks.
    if (!object && object.error().code == Errc::unavailable) return fail(object.error());
    if (!object) return fail(Errc::internal, object.error().what);
    const endpoint::File file{
        .content_type = safe_type(recording.content_type),
        .etag = recording.original.value(),
        .size = (*object)->size(),
        .skip = [&](std::uint64_t bytes) { return (*object)->skip(bytes); },
        .read = [&](std::size_t most) { return (*object)->read(most); },
    };
    return endpoint::send_file(file, range, writer);
}

} // namespace hatif::program_scheduler
