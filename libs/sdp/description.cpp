#include "sdp/description.hpp"

#include "base/base64.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <charconv>

namespace hatif::sdp {

using base::Errc;
using base::fail;

namespace {

constexpr std::size_t most_bytes = 16'384;
constexpr std::size_t most_streams = 16;
constexpr std::size_t most_formats = 64;
constexpr std::size_t most_cryptos = 16;
constexpr unsigned most_packet_time = 10'000;

std::optional<unsigned> number(std::string_view text, unsigned most) {
    unsigned value = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (text.empty() || error != std::errc{} || stop != end || value > most) return std::nullopt;
    return value;
}

std::vector<std::string_view> words(std::string_view text) {
    auto parts = base::split(text, ' ');
    std::erase_if(parts, [](std::string_view part) { return part.empty(); });
    return parts;
}

std::optional<Direction> direction_of(std::string_view attribute) {
    if (attribute == "sendrecv") return Direction::both;
    if (attribute == "sendonly") return Direction::send_only;
    if (attribute == "recvonly") return Direction::receive_only;
    if (attribute == "inactive") return Direction::none;
    return std::nullopt;
}

/// "IN IP4 192.0.2.1"; a multicast's "/ttl" is no address for us.
std::optional<std::string> address_of(std::string_view value) {
    const auto parts = words(value);
    if (parts.size() != 3 || parts[0] != "IN" || parts[1] != "IP4" || !is_ipv4(parts[2])) {
        return std::nullopt;
    }
    return std::string{parts[2]};
}

/// "audio 49170 RTP/AVP 8 0 101"; a port count ("49170/2") is taken for its first port.
std::optional<Stream> stream_of(std::string_view value) {
    const auto parts = words(value);
    if (parts.size() < 4 || parts.size() > 3 + most_formats) return std::nullopt;
    const auto port = number(parts[1].substr(0, parts[1].find('/')), 65'535);
    if (!port) return std::nullopt;
    return Stream{.kind = std::string{parts[0]},
                  .port = static_cast<std::uint16_t>(*port),
                  .protocol = std::string{parts[2]},
                  .formats = {parts.begin() + 3, parts.end()}};
}

bool same_letters(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (lower(a[i]) != lower(b[i])) return false;
    }
    return true;
}

/// "rtpmap:101 telephone-event/8000", for a dynamic payload type.
std::optional<std::uint8_t> key_payload_of(std::string_view attribute) {
    constexpr std::string_view name = "rtpmap:";
    if (!attribute.starts_with(name)) return std::nullopt;
    const auto parts = words(attribute.substr(name.size()));
    if (parts.size() != 2 || !same_letters(parts[1].substr(0, 20), "telephone-event/8000") ||
        (parts[1].size() > 20 && parts[1] != "telephone-event/8000/1")) {
        return std::nullopt;
    }
    const auto payload = number(parts[0], 127);
    if (!payload || *payload < 96) return std::nullopt;
    return static_cast<std::uint8_t>(*payload);
}

/// The rest of "name:rest".
std::optional<std::string_view> value_of(std::string_view attribute, std::string_view name) {
    const bool is = attribute.size() > name.size() && attribute.starts_with(name) &&
                    attribute[name.size()] == ':';
    return is ? std::optional{attribute.substr(name.size() + 1)} : std::nullopt;
}

/// "53020", or "53020 IN IP4 192.0.2.1" (RFC 3605).
void read_control(Stream& in, std::string_view value) {
    const auto space = value.find(' ');
    const auto port = number(value.substr(0, space), 65'535);
    if (!port || *port == 0) return;
    std::optional<std::string> address;
    if (space != std::string_view::npos) {
        address = address_of(value.substr(space + 1));
        if (!address) return;
    }
    in.control_port = static_cast<std::uint16_t>(*port);
    in.control_address = std::move(address);
}

/// "inline:<40 characters>", perhaps "|2^31". With an MKI we could not read their packets.
std::optional<MediaKey> media_key_of(std::string_view method) {
    constexpr std::string_view start = "inline:";
    if (!method.starts_with(start)) return std::nullopt;
    method.remove_prefix(start.size());
    const auto parts = base::split(method, '|');
    if (parts.empty() || parts.size() > 2) return std::nullopt;
    if (parts.size() == 2 && parts[1].find(':') != std::string_view::npos) return std::nullopt;
    std::string text{parts[0]};
    for (char& c : text) {
        if (c == '-' || c == '_') return std::nullopt;
        if (c == '+') c = '-';
        if (c == '/') c = '_';
    }
    const auto bytes = base::from_base64url(text);
    MediaKey key{};
    if (!bytes || bytes->size() != key.size()) return std::nullopt;
    std::ranges::copy(*bytes, key.begin());
    return key;
}

/// "1 AES_CM_128_HMAC_SHA1_80 inline:…"; what asks for more than that is passed over.
std::optional<Crypto> crypto_of(std::string_view value) {
    const auto parts = words(value);
    if (parts.size() < 3 || parts[1] != "AES_CM_128_HMAC_SHA1_80") return std::nullopt;
    for (std::size_t i = 3; i < parts.size(); ++i) {
        if (!parts[i].starts_with("WSH=")) return std::nullopt;
    }
    const auto tag = number(parts[0], 999'999'999);
    const auto key = media_key_of(parts[2]);
    if (!tag || !key) return std::nullopt;
    return Crypto{*tag, *key};
}

void read_attribute(Stream& in, std::string_view attribute) {
    if (const auto payload = key_payload_of(attribute)) {
        // The first wins: a second telephone-event line is for another clock rate.
        if (!in.key_payload) in.key_payload = payload;
    } else if (const auto time = value_of(attribute, "ptime")) {
        in.packet_time = number(*time, most_packet_time);
    } else if (const auto most = value_of(attribute, "maxptime")) {
        in.most_packet_time = number(*most, most_packet_time);
    } else if (const auto control = value_of(attribute, "rtcp")) {
        read_control(in, *control);
    } else if (const auto line = value_of(attribute, "crypto")) {
        const auto crypto = crypto_of(*line);
        if (crypto && in.cryptos.size() < most_cryptos) in.cryptos.push_back(*crypto);
    }
}

void read_attribute(Description& in, std::string_view attribute) {
    auto& direction = in.streams.empty() ? in.direction : in.streams.back().direction;
    if (const auto way = direction_of(attribute)) {
        direction = way;
    } else if (!in.streams.empty()) {
        read_attribute(in.streams.back(), attribute);
    }
}

} // namespace

bool is_ipv4(std::string_view text) {
    const auto parts = base::split(text, '.');
    if (parts.size() != 4) return false;
    for (const auto part : parts) {
        if (part.size() > 3 || !number(part, 255)) return false;
    }
    return true;
}

base::Result<Description> read_description(std::string_view text) {
    if (text.size() > most_bytes) return fail(Errc::invalid, "the SDP is too long");
    if (!text.starts_with("v=0")) return fail(Errc::invalid, "the SDP does not start with v=0");
    Description description;
    for (auto line : base::split(text, '\n')) {
        line = base::trimmed(line);
        if (line.size() < 2 || line[1] != '=') continue;
        const auto value = line.substr(2);
        if (line[0] == 'm') {
            auto stream = stream_of(value);
            if (!stream) return fail(Errc::invalid, "an m= line of the SDP is malformed");
            if (description.streams.size() == most_streams) {
                return fail(Errc::invalid, "the SDP has too many streams");
            }
            description.streams.push_back(std::move(*stream));
        } else if (line[0] == 'c') {
            auto address = address_of(value);
            if (!address) return fail(Errc::invalid, "a c= line of the SDP is no IPv4 address");
            auto& to = description.streams.empty() ? description.address
                                                   : description.streams.back().address;
            to = std::move(address);
        } else if (line[0] == 'a') {
            read_attribute(description, value);
        }
    }
    return description;
}

} // namespace hatif::sdp
