#include "telephony/source_filter.hpp"

#include <catch2/catch.hpp>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <vector>

using hatif::telephony::SourceFilter;

namespace {

/// A UDP socket on a loopback address, on a port of the system's choice.
class Socket {
public:
    explicit Socket(const char* address) : fd_{socket(AF_INET, SOCK_DGRAM, 0)} {
        name_.sin_family = AF_INET;
        inet_pton(AF_INET, address, &name_.sin_addr);
        socklen_t size = sizeof name_;
        REQUIRE(bind(fd_, reinterpret_cast<sockaddr*>(&name_), size) == 0);
        REQUIRE(getsockname(fd_, reinterpret_cast<sockaddr*>(&name_), &size) == 0);
    }

    ~Socket() { close(fd_); }

    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;

    std::uint16_t port() const { return ntohs(name_.sin_port); }

    void send(const std::string& text, const Socket& to) const {
        sendto(fd_, text.data(), text.size(), 0, reinterpret_cast<const sockaddr*>(&to.name_),
               sizeof to.name_);
    }

    /// Loopback delivers within sendto: what is not there now was dropped.
    std::string received() const {
        char text[64];
        const auto size = recv(fd_, text, sizeof text, MSG_DONTWAIT);
        return size < 0 ? "" : std::string(text, static_cast<std::size_t>(size));
    }

private:
    int fd_;
    sockaddr_in name_{};
};

} // namespace

TEST_CASE("a filtered socket hears those that it was told of, and no one else",
          "[telephony][filter]") {
    const Socket us{"127.0.0.1"};
    const Socket trunk{"127.0.0.2"};
    const Socket stranger{"127.0.0.3"};
    stranger.send("before the filter", us);
    SourceFilter filter{"127.0.0.1", us.port()};
    CHECK(us.received().empty());

    trunk.send("too early", us);
    CHECK(us.received().empty());

    CHECK(filter.allow("127.0.0.2"));
    trunk.send("hello", us);
    stranger.send("hello?", us);
    CHECK(us.received() == "hello");
    CHECK(us.received().empty());
    CHECK(filter.dropped() == 2);
}

TEST_CASE("what is no text is dropped, whoever sends it", "[telephony][filter]") {
    const Socket us{"127.0.0.1"};
    const Socket trunk{"127.0.0.2"};
    SourceFilter filter{"127.0.0.1", us.port()};
    filter.allow("127.0.0.2");
    trunk.send(std::string("\x00\x01\x00\x00\x21\x12\xa4\x42", 8), us); // STUN
    trunk.send("", us);
    trunk.send("\r\n\r\n", us);
    CHECK(us.received() == "\r\n\r\n");
    CHECK(us.received().empty());
    CHECK(filter.dropped() == 2);
}

TEST_CASE("a name is no address to allow", "[telephony][filter]") {
    const Socket us{"127.0.0.1"};
    SourceFilter filter{"127.0.0.1", us.port()};
    CHECK_FALSE(filter.allow("localhost"));
    CHECK(filter.allow("192.0.2.1"));
    CHECK(filter.allow("192.0.2.1"));
}

TEST_CASE("a filter needs a socket", "[telephony][filter]") {
    CHECK_THROWS(SourceFilter("127.0.0.1", 1));
    CHECK_THROWS(SourceFilter("localhost", 5'060));
}

TEST_CASE("an address or a network is read, or refused", "[unit][filter]") {
    using hatif::telephony::read_network;
    const auto network = read_network("192.0.2.77/26");
    REQUIRE(network.has_value());
    CHECK(network->address == 0xC0000240);
    CHECK(network->has(0xC000027F));
    CHECK_FALSE(network->has(0xC0000280));
    CHECK(read_network("192.0.2.1")->mask == 0xFFFFFFFF);
    CHECK(read_network("0.0.0.0/0")->has(0x01020304));
    for (const auto* const text : {"", "/8", "192.0.2.1/", "192.0.2.1/33", "192.0.2.1/8x",
                                   "192.0.2/24", "trunk.example", "192.0.2.1/-1"}) {
        CAPTURE(text);
        CHECK_FALSE(read_network(text).has_value());
    }
}

TEST_CASE("networks are let in besides addresses, and let go again", "[telephony][filter]") {
    const Socket us{"127.0.0.1"};
    const Socket inside{"127.0.4.200"};
    const Socket single{"127.0.0.2"};
    SourceFilter filter{"127.0.0.1", us.port()};
    CHECK(filter.allow("127.0.0.2"));
    CHECK(filter.set_networks({*hatif::telephony::read_network("127.0.4.128/25"),
                               *hatif::telephony::read_network("127.0.9.9")}));
    inside.send("network", us);
    CHECK(us.received() == "network");
    single.send("address", us);
    CHECK(us.received() == "address");
    CHECK(filter.set_networks({}));
    inside.send("network", us);
    CHECK(us.received().empty());
    filter.forget_allowed();
    single.send("address", us);
    CHECK(us.received().empty());
}

TEST_CASE("a filter takes a thousand entries and no more", "[telephony][filter]") {
    const Socket us{"127.0.0.1"};
    const Socket trunk{"127.0.0.2"};
    SourceFilter filter{"127.0.0.1", us.port()};
    std::vector<hatif::telephony::Network> all;
    for (std::uint32_t i = 0; i < 1'001; ++i) all.push_back({0x0A000000 + i * 256, 0xFFFFFF00});
    CHECK_FALSE(filter.set_networks(all));
    CHECK(filter.allow("127.0.0.2")); // and works on
    trunk.send("hello", us);
    CHECK(us.received() == "hello");
}
