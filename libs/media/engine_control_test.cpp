#include "media/studio.hpp"

#include "rtp/reporter.hpp"

using namespace hatif;
using namespace hatif::media;
using namespace hatif::media::test;

namespace {

/// Where a callee hears RTCP.
class ControlPhone {
public:
    ControlPhone() : socket_{bound()} {}

    sdp::Endpoint at() const { return {"127.0.0.1", port_}; }

    rtp::ControlReport hear(std::uint32_t our_source) {
        pollfd wanted{socket_.fd(), POLLIN, 0};
        REQUIRE(poll(&wanted, 1, 9'000) == 1);
        std::array<std::uint8_t, 500> bytes{};
        const auto size = recv(socket_.fd(), bytes.data(), bytes.size(), 0);
        const auto read =
            rtp::read_control(std::span{bytes}.first(static_cast<std::size_t>(size)), our_source);
        REQUIRE(read.has_value());
        return *read;
    }

    void tell(const Line& to, const rtp::ControlReport& report) {
        std::array<std::uint8_t, rtp::largest_control> room{};
        REQUIRE(socket_.send(rtp::write_control(report, "callee", room),
                             {loopback, static_cast<std::uint16_t>(to.local.port + 1)}));
    }

private:
    UdpSocket bound() {
        for (port_ = 16'001; port_ < 16'899; port_ += 2) {
            if (auto made = UdpSocket::bound({0x7F000009, port_})) return std::move(*made);
        }
        throw std::runtime_error{"no port is free"};
    }

    std::uint16_t port_ = 0;
    UdpSocket socket_;
};

} // namespace

TEST_CASE("a line reports, reads reports, and says goodbye", "[media][control]") {
    Studio studio;
    ControlPhone phone;
    auto agreement = studio.callee.agreement();
    agreement.control = sdp::Endpoint{"127.0.0.9", phone.at().port};
    studio.engine.connect(studio.line.id, agreement);
    const auto source = studio.callee.hear().header.source;
    for (const int sequence : {1, 2, 4}) {
        studio.callee.say(studio.line, static_cast<std::uint16_t>(sequence));
    }
    const auto start = std::chrono::steady_clock::now();
    const auto report = phone.hear(5); // the callee's source, as `say` names it
    CHECK(report.source == source);
    REQUIRE(report.sender.has_value()); // 2.5 to 7.5 s after the first frame
    CHECK(report.sender->packets >= 100);
    CHECK(report.sender->octets == report.sender->packets * 160);
    CHECK(std::chrono::steady_clock::now() - start < 8s);
    CHECK_FALSE(report.bye);

    // 127.0.0.9 is not the peer: nothing is taken from there.
    phone.tell(studio.line, {.source = 5, .about = rtp::ReportBlock{.source = source, .lost = 99}});
    rtp::Reporter callee;
    callee.hear(report, std::chrono::steady_clock::now());
    auto answer = callee.report({.source = 5}, rtp::Reception{}, std::chrono::steady_clock::now());
    answer.about =
        rtp::ReportBlock{.source = source,
                         .lost = 7,
                         .jitter = 80,
                         .last_report = static_cast<std::uint32_t>(report.sender->clock >> 16U)};
    std::array<std::uint8_t, rtp::largest_control> room{};
    studio.callee.send(
        {.id = studio.line.id,
         .local = {"127.0.0.1", static_cast<std::uint16_t>(studio.line.local.port + 1)}},
        rtp::write_control(answer, "callee", room));
    // Two more frames: by then it was read.
    while (studio.callee.has_heard()) studio.callee.hear();
    for (int i = 0; i < 3; ++i) studio.callee.hear();
    studio.engine.close(studio.line.id);
    CHECK(studio.told.next() == "line closed");
    const auto last = phone.hear(5);
    CHECK(last.bye);
    REQUIRE(last.about.has_value());
    CHECK(last.about->lost == 1);
    const auto statistics = studio.told.statistics();
    CHECK(statistics.remote_lost == 7);
    CHECK(statistics.remote_jitter_ms.value() == Approx(10));
    CHECK(statistics.round_trip_ms.has_value());
}
