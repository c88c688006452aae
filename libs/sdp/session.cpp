#include "sdp/session.hpp"

namespace hatif::sdp {

namespace {

const char* word(Direction direction) {
    switch (direction) {
    case Direction::both:
        return "both ways";
    case Direction::send_only:
        return "send only";
    case Direction::receive_only:
        return "receive only";
    case Direction::none:
        break;
    }
    return "on hold";
}

} // namespace

std::ostream& operator<<(std::ostream& out, const Agreement& it) {
    out << (it.codec == audio::Codec::pcma ? "pcma" : "pcmu") << " to " << it.remote.address << ':'
        << it.remote.port << ' ' << word(it.direction);
    if (it.key_payload) out << ", keys as " << int{*it.key_payload};
    if (it.packet_time != std::chrono::milliseconds{20}) {
        out << ", " << it.packet_time.count() << " ms a packet";
    }
    if (it.security) out << ", secured";
    return out;
}

} // namespace hatif::sdp
