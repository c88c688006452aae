#pragma once

#include "base/result.hpp"
#include "sdp/session.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// RFC 8866 text, read as far as voice needs it.
namespace hatif::sdp {

/// A usable a=crypto line (RFC 4568): AES_CM_128_HMAC_SHA1_80, one key for the whole session.
struct Crypto {
    unsigned tag = 0;
    MediaKey key{};
};

/// One m= line with its attributes. Directions are as written: the writer's view.
struct Stream {
    std::string kind; ///< "audio"
    std::uint16_t port = 0;
    std::string protocol;             ///< "RTP/AVP"
    std::vector<std::string> formats; ///< payload types, the preferred first
    std::optional<std::string> address{};
    std::optional<Direction> direction{};
    std::optional<std::uint8_t> key_payload{};    ///< rtpmap of telephone-event/8000
    std::optional<unsigned> packet_time{};        ///< ptime, in ms
    std::optional<unsigned> most_packet_time{};   ///< maxptime, in ms
    std::optional<std::uint16_t> control_port{};  ///< a=rtcp (RFC 3605)
    std::optional<std::string> control_address{}; ///< of the same line, when it names one
    std::vector<Crypto> cryptos{};                ///< in their order, the usable ones
};

struct Description {
    std::optional<std::string> address{};
    std::optional<Direction> direction{};
    std::vector<Stream> streams;
};

/// Bounds: 16 KiB, 16 streams, 64 formats each. What is unknown is skipped, what is torn refused.
base::Result<Description> read_description(std::string_view text);

/// "192.0.2.1": four numbers of at most 255, and nothing else.
bool is_ipv4(std::string_view text);

} // namespace hatif::sdp
