#include "endpoint/download.hpp"

namespace hatif::endpoint {

namespace {

constexpr std::size_t piece_bytes = 256 << 10;

} // namespace

bool Download::begin(const type::v1::Download::Header& header) {
    type::v1::Download message;
    *message.mutable_header() = header;
    return writer_.Write(message);
}

bool Download::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto some = bytes.substr(0, piece_bytes - held_.size());
        held_ += some;
        bytes.remove_prefix(some.size());
        if (held_.size() == piece_bytes && !flush()) return false;
    }
    return true;
}

bool Download::end() {
    return held_.empty() || flush();
}

bool Download::flush() {
    type::v1::Download message;
    message.set_chunk(std::move(held_));
    held_.clear();
    return writer_.Write(message);
}

} // namespace hatif::endpoint
