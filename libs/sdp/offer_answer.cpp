#include "sdp/offer_answer.hpp"

#include "sdp/description.hpp"

#include <algorithm>

namespace hatif::sdp {

using base::Errc;
using base::fail;
using base::Result;

namespace {

constexpr std::uint8_t our_key_payload = 101;

std::string number(std::uint64_t value) {
    return std::to_string(value);
}

std::string head(const Local& local) {
    return "v=0\r\no=- " + number(local.session) + ' ' + number(local.version) + " IN IP4 " +
           local.at.address + "\r\ns=-\r\nc=IN IP4 " + local.at.address + "\r\nt=0 0\r\n";
}

std::string codec_line(audio::Codec codec) {
    return codec == audio::Codec::pcma ? "a=rtpmap:8 PCMA/8000\r\n" : "a=rtpmap:0 PCMU/8000\r\n";
}

std::string key_lines(std::uint8_t payload) {
    return "a=rtpmap:" + number(payload) + " telephone-event/8000\r\na=fmtp:" + number(payload) +
           " 0-15\r\n";
}

std::string_view word(Direction direction) {
    switch (direction) {
    case Direction::both:
        return "sendrecv";
    case Direction::send_only:
        return "sendonly";
    case Direction::receive_only:
        return "recvonly";
    case Direction::none:
        break;
    }
    return "inactive";
}

/// What they send we receive, and the other way round.
Direction mirrored(Direction theirs) {
    switch (theirs) {
    case Direction::send_only:
        return Direction::receive_only;
    case Direction::receive_only:
        return Direction::send_only;
    default:
        return theirs;
    }
}

bool is_voice(const Stream& stream) {
    return stream.kind == "audio" && stream.port != 0 &&
           (stream.protocol == "RTP/AVP" || stream.protocol == "RTP/AVPF");
}

/// 0.0.0.0 was how a call was held before `sendonly` (RFC 2543); nothing can be sent there.
bool is_nowhere(const std::string& address) {
    return address.starts_with("0.");
}

/// Multicast, broadcast and the reserved block: never the address of one callee.
bool is_many(const std::string& address) {
    return std::stoi(address) >= 224;
}

Result<Agreement> agree(const Description& theirs, const Stream& stream) {
    const auto& address = stream.address ? stream.address : theirs.address;
    if (!address) return fail(Errc::invalid, "the SDP names no address for its audio");
    if (is_many(*address)) return fail(Errc::invalid, "the SDP's address is not of one host");
    const auto codec = std::ranges::find_if(
        stream.formats, [](const std::string& format) { return format == "8" || format == "0"; });
    if (codec == stream.formats.end()) {
        return fail(Errc::unprocessable, "the SDP offers neither PCMA nor PCMU");
    }
    Agreement agreement{.remote = {*address, stream.port},
                        .codec = *codec == "8" ? audio::Codec::pcma : audio::Codec::pcmu};
    const auto written = stream.direction.value_or(theirs.direction.value_or(Direction::both));
    agreement.direction = mirrored(written);
    if (is_nowhere(*address)) {
        agreement.direction =
            written == Direction::none ? Direction::none : Direction::receive_only;
    }
    if (stream.key_payload && std::ranges::count(stream.formats, number(*stream.key_payload)) > 0) {
        agreement.key_payload = stream.key_payload;
    }
    return agreement;
}

std::string accepted(const Local& local, const Stream& stream, const Agreement& agreement) {
    std::string text = "m=audio " + number(local.at.port) + ' ' + stream.protocol + ' ' +
                       number(static_cast<std::uint8_t>(agreement.codec));
    if (agreement.key_payload) text += ' ' + number(*agreement.key_payload);
    text += "\r\n" + codec_line(agreement.codec);
    if (agreement.key_payload) text += key_lines(*agreement.key_payload);
    return text + "a=ptime:20\r\na=" + std::string{word(agreement.direction)} + "\r\n";
}

std::string refused(const Stream& stream) {
    return "m=" + stream.kind + " 0 " + stream.protocol + ' ' + stream.formats.front() + "\r\n";
}

} // namespace

std::string offer(const Local& local) {
    return head(local) + "m=audio " + number(local.at.port) + " RTP/AVP 8 0 " +
           number(our_key_payload) + "\r\n" + codec_line(audio::Codec::pcma) +
           codec_line(audio::Codec::pcmu) + key_lines(our_key_payload) +
           "a=ptime:20\r\na=sendrecv\r\n";
}

Result<Agreement> read_answer(std::string_view text) {
    const auto theirs = read_description(text);
    if (!theirs) return fail(theirs.error());
    const auto voice = std::ranges::find_if(theirs->streams, is_voice);
    if (voice == theirs->streams.end()) {
        return fail(Errc::unprocessable, "the answer refuses our audio");
    }
    return agree(*theirs, *voice);
}

Result<Reply> answer(const Local& local, std::string_view offer) {
    const auto theirs = read_description(offer);
    if (!theirs) return fail(theirs.error());
    const auto voice = std::ranges::find_if(theirs->streams, is_voice);
    if (voice == theirs->streams.end()) {
        return fail(Errc::unprocessable, "the offer has no audio");
    }
    const auto agreement = agree(*theirs, *voice);
    if (!agreement) return fail(agreement.error());
    std::string text = head(local);
    for (const auto& stream : theirs->streams) {
        text += &stream == &*voice ? accepted(local, stream, *agreement) : refused(stream);
    }
    return Reply{std::move(text), *agreement};
}

} // namespace hatif::sdp
