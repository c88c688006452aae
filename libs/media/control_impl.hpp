#pragma once

#include "media/udp_impl.hpp"

#include "rtp/reporter.hpp"
#include "srtp/session.hpp"

#include <array>
#include <memory>
#include <optional>
#include <string>

namespace hatif::media {

/// A line's RTCP: a socket on the odd port above its voice's. It is made with the first report,
/// some seconds into the call: short calls, the most of them, cost no second socket.
class Control {
public:
    /// None when the port is taken: the call goes on without reports.
    static std::unique_ptr<Control> open(rtp::Address at);

    int fd() const { return socket_.fd(); }

    /// A report, and BYE at the end of the call.
    void report(const rtp::Reporter::Sent& sent,
                const rtp::Reception& reception,
                const rtp::Address& to,
                srtp::Session* secure,
                rtp::SteadyTime now,
                bool bye);

    /// What came to the socket. Only `from`'s host is listened to, whatever its port.
    void hear(Receiver& receiver,
              const rtp::Address& from,
              std::uint32_t our_source,
              srtp::Session* secure);

    void tell(rtp::Statistics& statistics) const { reporter_.tell(statistics); }

private:
    explicit Control(UdpSocket socket);

    UdpSocket socket_;
    rtp::Reporter reporter_;
    std::array<char, 16> name_{}; ///< CNAME: nobody's, and another one in each call (RFC 7022)
};

} // namespace hatif::media
