#include "sdp/description.hpp"

#include "base/text.hpp"

#include <charconv>

namespace hatif::sdp {

using base::Errc;
using base::fail;

namespace {

constexpr std::size_t most_bytes = 16'384;
constexpr std::size_t most_streams = 16;
constexpr std::size_t most_formats = 64;

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

void read_attribute(Description& in, std::string_view attribute) {
    auto& direction = in.streams.empty() ? in.direction : in.streams.back().direction;
    if (const auto way = direction_of(attribute)) direction = way;
    if (in.streams.empty()) return;
    if (const auto payload = key_payload_of(attribute)) {
        // The first wins: a second telephone-event line is for another clock rate.
        if (!in.streams.back().key_payload) in.streams.back().key_payload = payload;
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
