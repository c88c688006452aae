#pragma once

#include "base/result.hpp"
#include "gateway/rest/stream_handler.hpp"
#include "gateway/rest/upstreams.hpp"

#include <memory>
#include <string_view>

namespace hatif::gateway {

/// What an upload's form holds.
struct Upload {
    std::unique_ptr<pb::Message> first; ///< the stream's first message, with its `header`
    std::string_view file;              ///< looks into the body
};

/// Reads the form of an rpc whose request is a stream of `header`, once, and `chunk`s: the part
/// `file`, whose name and type become the header's file_name and content_type; all other parts by
/// their names, lists as a comma list, a JSON array of texts, or given several times (also as
/// `tags[]`); path parameters too. Everything that is wrong is told at once; `too_large` above 128
/// MiB.
base::Result<Upload> read_upload(const Found& route, const http::Request& request);

/// The form as a stream of pieces to the service.
StreamHandler uploads(Upstreams& upstreams);

} // namespace hatif::gateway
