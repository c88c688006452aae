#pragma once

#include "base/result.hpp"
#include "sdp/session.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// The offer/answer model of RFC 3264 for what Hatif speaks: one audio stream of G.711 with
/// telephone-event over IPv4, in clear or with a key of RFC 4568. What others send is hostile until
/// read.
namespace hatif::sdp {

/// Our own side of a session.
struct Local {
    Endpoint at;
    std::uint64_t session = 1;
    std::uint64_t version = 1; ///< to be raised whenever the text changes
    /// What is offered and taken, the preferred first.
    std::vector<audio::Codec> codecs{audio::Codec::pcma, audio::Codec::pcmu};
    std::optional<MediaKey> key{}; ///< our own for SRTP; none: in clear, and nothing else

    bool operator==(const Local&) const = default;
};

/// What we open a call with: our codecs and telephone-event, both ways, 20 ms a packet.
std::string offer(const Local& local);

/// Reads the answer to our offer. Fails when the stream was refused, offers nothing we speak, or is
/// not secured as we are.
base::Result<Agreement> read_answer(const Local& local, std::string_view text);

/// The same for one who takes both codecs, in clear.
base::Result<Agreement> read_answer(std::string_view text);

struct Reply {
    std::string text;
    Agreement agreement;
};

/// Answers an offer of the other side: hold, resume, another address, another codec. Every stream
/// but the first audio one is refused in the answer, as the rules ask. Their first codec that is
/// among ours is taken, and comfort noise is not asked for.
base::Result<Reply> answer(const Local& local, std::string_view offer);

} // namespace hatif::sdp
