#pragma once

#include "base/result.hpp"
#include "sdp/session.hpp"

#include <cstdint>
#include <string>
#include <string_view>

/// The offer/answer model of RFC 3264 for what Hatif speaks: one audio stream of G.711 with
/// telephone-event, 20 ms a packet, over IPv4. What others send is hostile until read.
namespace hatif::sdp {

/// Our own side of a session.
struct Local {
    Endpoint at;
    std::uint64_t session = 1;
    std::uint64_t version = 1; ///< to be raised whenever the text changes

    bool operator==(const Local&) const = default;
};

/// What we open a call with: A-law, µ-law and telephone-event, both ways.
std::string offer(const Local& local);

/// Reads the answer to our offer. Fails when the stream was refused, or offers nothing we speak.
base::Result<Agreement> read_answer(std::string_view text);

struct Reply {
    std::string text;
    Agreement agreement;
};

/// Answers an offer of the other side: hold, resume, another address, another codec. Every stream
/// but the first audio one is refused in the answer, as the rules ask.
base::Result<Reply> answer(const Local& local, std::string_view offer);

} // namespace hatif::sdp
