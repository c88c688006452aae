#include "sdp/offer_answer.hpp"

#include "sdp/description.hpp"

#include "base/base64.hpp"

#include <algorithm>

namespace hatif::sdp {

using base::Errc;
using base::fail;
using base::Result;

namespace {

constexpr std::uint8_t our_key_payload = 101;
constexpr std::uint8_t comfort_noise_payload = 13; // RFC 3389's static one
constexpr unsigned our_crypto_tag = 1;

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

/// Ours to take: in clear or secured, as we are ourselves.
bool is_voice(const Local& local, const Stream& stream) {
    if (stream.kind != "audio" || stream.port == 0) return false;
    return local.key ? stream.protocol == "RTP/SAVP" || stream.protocol == "RTP/SAVPF"
                     : stream.protocol == "RTP/AVP" || stream.protocol == "RTP/AVPF";
}

/// 0.0.0.0 was how a call was held before `sendonly` (RFC 2543); nothing can be sent there.
bool is_nowhere(const std::string& address) {
    return address.starts_with("0.");
}

/// Multicast, broadcast and the reserved block: never the address of one callee.
bool is_many(const std::string& address) {
    return std::stoi(address) >= 224;
}

bool names(const Stream& stream, std::uint8_t payload) {
    return std::ranges::count(stream.formats, number(payload)) > 0;
}

std::optional<audio::Codec> codec_of(const Local& local, const Stream& stream) {
    for (const auto& format : stream.formats) {
        for (const auto codec : local.codecs) {
            if (format == number(static_cast<std::uint8_t>(codec))) return codec;
        }
    }
    return std::nullopt;
}

/// In steps of 10 ms from 10 to 60, as our packets are made.
std::chrono::milliseconds packet_time_of(const Stream& stream) {
    const auto wished =
        std::min(stream.packet_time.value_or(20), stream.most_packet_time.value_or(60));
    return std::chrono::milliseconds{std::clamp(wished / 10 * 10, 10U, 60U)};
}

Result<Agreement> agree(const Local& local, const Description& theirs, const Stream& stream) {
    const auto& address = stream.address ? stream.address : theirs.address;
    if (!address) return fail(Errc::invalid, "the SDP names no address for its audio");
    if (is_many(*address)) return fail(Errc::invalid, "the SDP's address is not of one host");
    const auto codec = codec_of(local, stream);
    if (!codec) return fail(Errc::unprocessable, "the SDP offers no codec of ours");
    Agreement agreement{.remote = {*address, stream.port}, .codec = *codec};
    const auto written = stream.direction.value_or(theirs.direction.value_or(Direction::both));
    agreement.direction = mirrored(written);
    if (is_nowhere(*address)) {
        agreement.direction =
            written == Direction::none ? Direction::none : Direction::receive_only;
    }
    if (stream.key_payload && names(stream, *stream.key_payload)) {
        agreement.key_payload = stream.key_payload;
    }
    agreement.packet_time = packet_time_of(stream);
    if (names(stream, comfort_noise_payload)) agreement.comfort_noise = comfort_noise_payload;
    const auto& control = stream.control_address.value_or(*address);
    if (stream.control_port && !is_many(control)) {
        agreement.control = Endpoint{control, *stream.control_port};
    }
    return agreement;
}

std::string crypto_line(unsigned tag, const MediaKey& key) {
    auto text = base::to_base64url({reinterpret_cast<const char*>(key.data()), key.size()});
    std::ranges::replace(text, '-',
                         '+'); // RFC 4568 writes the first alphabet; 30 bytes need no padding
    std::ranges::replace(text, '_', '/');
    return "a=crypto:" + number(tag) + " AES_CM_128_HMAC_SHA1_80 inline:" + text + "\r\n";
}

std::string accepted(const Local& local,
                     const Stream& stream,
                     const Agreement& agreement,
                     const Crypto* crypto) {
    std::string text = "m=audio " + number(local.at.port) + ' ' + stream.protocol + ' ' +
                       number(static_cast<std::uint8_t>(agreement.codec));
    if (agreement.key_payload) text += ' ' + number(*agreement.key_payload);
    text += "\r\n" + codec_line(agreement.codec);
    if (agreement.key_payload) text += key_lines(*agreement.key_payload);
    if (crypto != nullptr) text += crypto_line(crypto->tag, *local.key);
    return text + "a=ptime:20\r\na=" + std::string{word(agreement.direction)} + "\r\n";
}

std::string refused(const Stream& stream) {
    return "m=" + stream.kind + " 0 " + stream.protocol + ' ' + stream.formats.front() + "\r\n";
}

} // namespace

std::string offer(const Local& local) {
    auto text =
        head(local) + "m=audio " + number(local.at.port) + (local.key ? " RTP/SAVP" : " RTP/AVP");
    for (const auto codec : local.codecs) text += ' ' + number(static_cast<std::uint8_t>(codec));
    text += ' ' + number(our_key_payload) + "\r\n";
    for (const auto codec : local.codecs) text += codec_line(codec);
    text += key_lines(our_key_payload);
    if (local.key) text += crypto_line(our_crypto_tag, *local.key);
    return text + "a=ptime:20\r\na=sendrecv\r\n";
}

Result<Agreement> read_answer(const Local& local, std::string_view text) {
    const auto theirs = read_description(text);
    if (!theirs) return fail(theirs.error());
    const auto voice = std::ranges::find_if(theirs->streams,
                                            [&](const Stream& it) { return is_voice(local, it); });
    if (voice == theirs->streams.end()) {
        return fail(Errc::unprocessable, "the answer refuses our audio");
    }
    auto agreement = agree(local, *theirs, *voice);
    if (!agreement || !local.key) return agreement;
    const auto crypto = std::ranges::find(voice->cryptos, our_crypto_tag, &Crypto::tag);
    if (crypto == voice->cryptos.end()) {
        return fail(Errc::unprocessable, "the answer has no key for our packets");
    }
    agreement->security = Security{*local.key, crypto->key};
    return agreement;
}

Result<Agreement> read_answer(std::string_view text) {
    return read_answer(Local{}, text);
}

Result<Reply> answer(const Local& local, std::string_view offer) {
    const auto theirs = read_description(offer);
    if (!theirs) return fail(theirs.error());
    const auto voice = std::ranges::find_if(theirs->streams,
                                            [&](const Stream& it) { return is_voice(local, it); });
    if (voice == theirs->streams.end()) {
        return fail(Errc::unprocessable, local.key ? "the offer has no secured audio"
                                                   : "the offer has no audio in clear");
    }
    auto agreement = agree(local, *theirs, *voice);
    if (!agreement) return fail(agreement.error());
    const Crypto* crypto = nullptr;
    if (local.key) {
        if (voice->cryptos.empty()) return fail(Errc::unprocessable, "the offer has no usable key");
        crypto = &voice->cryptos.front();
        agreement->security = Security{*local.key, crypto->key};
    }
    std::string text = head(local);
    for (const auto& stream : theirs->streams) {
        text += &stream == &*voice ? accepted(local, stream, *agreement, crypto) : refused(stream);
    }
    return Reply{std::move(text), std::move(*agreement)};
}

} // namespace hatif::sdp
