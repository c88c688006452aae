#pragma once

#include <hatif/type/v1/download.pb.h>

#include <grpcpp/support/sync_stream.h>

#include <string>
#include <string_view>

namespace hatif::endpoint {

/// The bytes of a download in pieces of the right size (proto/hatif/type/v1/download.proto), from
/// many small writes. False everywhere: the client is gone, stop.
class Download {
public:
    using Writer = grpc::ServerWriter<type::v1::Download>;

    /// `writer` outlives it.
    explicit Download(Writer& writer) : writer_{writer} {}

    /// Once, and first.
    bool begin(const type::v1::Download::Header& header);
    bool write(std::string_view bytes);
    /// Sends what is still held. What is not ended so was cut off.
    bool end();

private:
    bool flush();

    Writer& writer_;
    std::string held_;
};

} // namespace hatif::endpoint
