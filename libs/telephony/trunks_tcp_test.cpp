#include "telephony/stream_peer.hpp"
#include "telephony/trunk_fixture.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace hatif;
using namespace hatif::telephony;
using namespace hatif::telephony::test;
using namespace std::chrono_literals;

namespace {

/// True when a connection from this address is taken within the time.
bool connects(const char* from, std::uint16_t port, std::chrono::milliseconds patience) {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    const auto own = loopback(from, 0);
    const auto to = loopback("127.0.0.1", port);
    REQUIRE(bind(fd, reinterpret_cast<const sockaddr*>(&own), sizeof own) == 0);
    connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to);
    pollfd wanted{fd, POLLOUT, 0};
    const bool heard = poll(&wanted, 1, static_cast<int>(patience.count())) > 0;
    close(fd);
    return heard;
}

} // namespace

TEST_CASE("a call goes over TCP, and the rest of it over the same connection", "[telephony][tcp]") {
    StreamPeer peer;
    Worker worker;
    const auto trunk = trunk_at(peer.port(), Transport::tcp);
    worker.set({trunk});
    const auto placed = worker.place(trunk);
    REQUIRE(placed.has_value());
    const auto invite = peer.expect("INVITE");
    CHECK(invite.request_uri() ==
          "sip:+212600000001@127.0.0.1:" + std::to_string(peer.port()) + ";transport=tcp");
    CHECK(invite.header("Contact") ==
          "<sip:+212500000000@127.0.0.1:" + std::to_string(worker.port) + ";transport=tcp>");
    CHECK_THAT(invite.header("Via"), Catch::StartsWith("SIP/2.0/TCP"));
    peer.answer(invite, {.code = 200, .body = callee_sdp()});
    peer.expect("ACK");
    CHECK_THAT(worker.told(), Catch::StartsWith("answered"));
    worker.bye(*placed);
    peer.answer(peer.expect("BYE"), {.code = 200});
    CHECK_THAT(worker.told(), Catch::StartsWith("ended by local"));
    CHECK(peer.connections() == 1);
}

TEST_CASE("a connection that died is made anew by the next request", "[telephony][tcp]") {
    StreamPeer peer;
    Worker worker;
    const auto trunk = trunk_at(peer.port(), Transport::tcp);
    worker.set({trunk});
    REQUIRE(worker.place(trunk).has_value());
    peer.answer(peer.expect("INVITE"), {.code = 486});
    CHECK(worker.told() == "refused busy sip_486_busy_here");
    peer.expect("ACK");
    peer.hang_up();
    REQUIRE(worker.place(trunk).has_value());
    peer.answer(peer.expect("INVITE"), {.code = 486});
    CHECK(worker.told() == "refused busy sip_486_busy_here");
    CHECK(peer.connections() == 2);
}

TEST_CASE("a connection that hangs is noticed by OPTIONS, and made anew", "[telephony][tcp]") {
    StreamPeer peer;
    Worker worker;
    auto trunk = trunk_at(peer.port(), Transport::tcp);
    trunk.options_every = 1s;
    worker.set({trunk});
    peer.expect("OPTIONS"); // and nothing is said
    peer.answer(peer.expect("OPTIONS"), {.code = 200});
    CHECK(worker.state() == "up");
    CHECK(peer.connections() == 2);
}

TEST_CASE("a trunk that takes no connections is down", "[telephony][tcp]") {
    Worker worker;
    auto trunk = trunk_at(free_port(), Transport::tcp);
    trunk.options_every = 1s;
    worker.set({trunk});
    CHECK(worker.state() == "down transport_refused");
}

TEST_CASE("a stranger's connection is not even refused", "[telephony][tcp]") {
    StreamPeer peer;
    Worker worker;
    CHECK(connects("127.0.0.1", worker.port, 2s)); // refused: nothing listens without a TCP trunk
    auto trunk = trunk_at(peer.port(), Transport::tcp);
    trunk.sources = {"127.0.0.9"};
    worker.set({trunk});
    CHECK(connects("127.0.0.1", worker.port, 2s));
    CHECK(connects("127.0.0.9", worker.port, 2s));
    CHECK_FALSE(connects("127.0.0.8", worker.port, 300ms));
}
