#pragma once

#include "media/control_impl.hpp"
#include "media/engine.hpp"
#include "media/listening_impl.hpp"
#include "media/outbox_impl.hpp"
#include "media/speaker.hpp"
#include "media/udp_impl.hpp"
#include "rtp/key_receiver.hpp"
#include "rtp/reception.hpp"
#include "srtp/session.hpp"

#include <memory>
#include <optional>

namespace hatif::media {

/// One call's media, on the media thread alone: what goes out at each beat, what comes in.
class OpenLine {
public:
    OpenLine(LineId id, UdpSocket socket, rtp::Address at);

    LineId id() const { return id_; }
    int fd() const { return socket_.fd(); }
    std::uint16_t port() const { return at_.port; }
    std::size_t samples() const { return speaker_.samples(); } ///< in a packet

    /// Fails (internal) when it cannot be secured; then nothing is sent and nothing heard.
    base::Result<void> connect(const sdp::Agreement& agreement, rtp::SteadyTime now);

    void play(Playlist prompts, PlayId id) { speaker_.play(std::move(prompts), id); }
    void stop() { speaker_.stop(); }
    void detect(const detection::AmdSettings& settings) { ears().detect(settings); }
    void await_beep(std::chrono::milliseconds at_most, rtp::SteadyTime now);
    void attach(TapId id, std::unique_ptr<Tap> tap) { ears().attach(id, std::move(tap)); }
    void detach(TapId id);

    /// The line's time in this round of its packet time has come.
    void beat(std::uint64_t round, rtp::SteadyTime now, Outbox& outbox, const Teller& tell);

    /// `MediaLost` when nothing was heard for longer than the limit, and should have been.
    void watch_silence(rtp::SteadyTime now, std::chrono::milliseconds limit, const Teller& tell);

    /// Takes what has come to the socket, no more than a flood may cost. How much that was.
    int read(Receiver& receiver, const Teller& tell, int most = most_at_once);

    static constexpr int most_at_once = 16; ///< a beat: 800 a second, no matter who sends them

    /// The kernel cannot keep strangers off yet: whose packets are the peer's is not known.
    bool is_open_to_all(rtp::SteadyTime now) const { return peer_ && !peer_->is_locked(now); }

    /// It is time for a report: sends it. The socket of reports, when this was the first.
    std::optional<int> report(rtp::SteadyTime now);
    void read_control(Receiver& receiver);

    /// Nothing is heard or said any more.
    rtp::Statistics close(rtp::SteadyTime now);

    /// Whether the socket is read at each beat, or the kernel is to tell when something comes.
    struct Attention {
        bool each_beat = false;
        bool flooded = false;     ///< more came than a beat reads, and any of it may be the peer's
        std::uint8_t in_vain = 0; ///< beats that brought nothing
    } attention{};

private:
    /// What of the agreement each packet asks for.
    struct Terms {
        sdp::Direction direction = sdp::Direction::none;
        std::optional<std::uint8_t> key_payload;
        rtp::Address named;
        std::optional<rtp::Address> control;
    };

    Listening& ears();
    base::Result<void> secure(const std::optional<sdp::Security>& keys);
    void hear(const Receiver::Datagram& datagram, const Teller& tell);
    void send(Outbox& outbox);
    void notice_strangers(rtp::SteadyTime now);
    rtp::Address control_address() const;
    void send_report(rtp::SteadyTime now, bool bye);
    std::chrono::milliseconds report_pause();

    LineId id_;
    UdpSocket socket_;
    rtp::Address at_;
    std::optional<Terms> terms_; ///< none: not connected, or it cannot be
    std::optional<rtp::Peer> peer_;
    Speaker speaker_;
    rtp::Reception reception_;
    rtp::KeyReceiver keys_;
    bool heard_event_ = false;     ///< RFC 4733: sounds are no keys any more
    bool told_of_silence_ = false; ///< `MediaLost`
    bool refusing_ = false;        ///< strangers, in the kernel
    std::uint32_t strangers_ = 0;  ///< packets since the peer was locked
    std::uint32_t random_;
    rtp::SteadyTime last_heard_{};
    rtp::SteadyTime next_report_{};
    std::uint64_t octets_ = 0;   ///< of voice that was sent
    rtp::Statistics statistics_; ///< the reception's part is kept there
    std::unique_ptr<Listening> listening_;
    std::unique_ptr<Control> control_;
    std::optional<srtp::Session> session_;
    std::optional<sdp::Security> keys_of_session_;
};

} // namespace hatif::media
