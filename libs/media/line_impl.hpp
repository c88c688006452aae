#pragma once

#include "media/engine.hpp"
#include "media/playlist.hpp"
#include "media/udp_impl.hpp"
#include "rtp/key_receiver.hpp"
#include "rtp/reception.hpp"
#include "rtp/sender.hpp"

#include <optional>
#include <vector>

namespace hatif::media {

/// One call's media, on the media thread alone: what goes out each 20 ms, what comes in.
class OpenLine {
public:
    OpenLine(LineId id, UdpSocket socket, std::uint16_t port);

    LineId id() const { return id_; }
    int fd() const { return socket_.fd(); }
    std::uint16_t port() const { return port_; }

    void connect(const sdp::Agreement& agreement);
    void play(Playlist prompts, PlayId id);
    void stop();

    /// The line's time in this round of 20 ms has come. Rounds that were slept through stay unsent.
    std::optional<Event> beat(std::uint64_t round);

    /// A packet came.
    std::optional<Event> hear(const ReceiveBatch::Datagram& datagram, rtp::SteadyTime now);

    rtp::Statistics statistics() const;

private:
    void send(std::span<const std::uint8_t, audio::frame_size> frame);

    LineId id_;
    UdpSocket socket_;
    std::uint16_t port_;
    std::optional<sdp::Agreement> agreement_;
    std::optional<std::uint64_t> last_round_;
    std::optional<rtp::Peer> peer_;
    rtp::Sender sender_;
    rtp::Reception reception_;
    rtp::KeyReceiver keys_;
    Playlist playlist_;
    std::optional<PlayId> playing_;
    rtp::Statistics statistics_; ///< the reception's part is kept there
};

} // namespace hatif::media
