#include "telephony/resolver.hpp"

#include "telephony/name_server.hpp"
#include "telephony/search_impl.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <future>
#include <random>

using namespace hatif;
using namespace hatif::telephony;
using namespace hatif::telephony::test;
using namespace std::chrono_literals;

namespace {

base::Result<Lookup> look_up(Resolver& resolver,
                             const std::string& host,
                             std::uint16_t port = 0,
                             Transport transport = Transport::udp) {
    auto answer = std::make_shared<std::promise<base::Result<Lookup>>>();
    auto future = answer->get_future();
    resolver.look_up(host, port, transport,
                     [answer](base::Result<Lookup> it) { answer->set_value(std::move(it)); });
    REQUIRE(future.wait_for(20s) == std::future_status::ready);
    return future.get();
}

std::vector<Target> sorted(std::vector<Target> all) {
    std::ranges::sort(all, {}, [](const Target& it) { return std::pair{it.priority, it.address}; });
    return all;
}

} // namespace

TEST_CASE("a numeric host is itself, at the transport's port", "[unit][resolver]") {
    NameServer names;
    Resolver resolver{{names.address()}};
    CHECK(look_up(resolver, "192.0.2.7")->targets == std::vector<Target>{{"192.0.2.7", 5060}});
    CHECK(look_up(resolver, "192.0.2.7", 0, Transport::tls)->targets ==
          std::vector<Target>{{"192.0.2.7", 5061}});
    CHECK(look_up(resolver, "localhost", 7'000)->targets ==
          std::vector<Target>{{"127.0.0.1", 7'000}});
    CHECK(names.asked() == 0);
}

TEST_CASE("with a port a name stands for its addresses (RFC 3263, 4.2)", "[unit][resolver]") {
    NameServer names;
    names.add("trunk.example", "192.0.2.1");
    names.add("trunk.example", "192.0.2.2");
    names.add("_sip._udp.trunk.example", ServiceRecord{"elsewhere.example", 5070});
    Resolver resolver{{names.address()}};
    CHECK(sorted(look_up(resolver, "trunk.example", 5080)->targets) ==
          std::vector<Target>{{"192.0.2.1", 5080}, {"192.0.2.2", 5080}});
}

TEST_CASE("without a port it stands for what its SRV records say", "[unit][resolver]") {
    NameServer names;
    names.add("_sip._tcp.trunk.example", ServiceRecord{"a.trunk.example", 5070, 10, 60});
    names.add("_sip._tcp.trunk.example", ServiceRecord{"b.trunk.example", 5071, 20, 0});
    names.add("a.trunk.example", "192.0.2.1", 300);
    names.add("b.trunk.example", "192.0.2.2", 120);
    Resolver resolver{{names.address()}};
    const auto found = look_up(resolver, "trunk.example", 0, Transport::tcp);
    REQUIRE(found.has_value());
    CHECK(sorted(found->targets) ==
          std::vector<Target>{{"192.0.2.1", 5070, 10, 60}, {"192.0.2.2", 5071, 20, 0}});
    CHECK(found->fresh_for == 60s); // of the SRV records themselves
}

TEST_CASE("a name without SRV records stands for its addresses at the usual port",
          "[unit][resolver]") {
    NameServer names;
    names.add("trunk.example", "192.0.2.1", 5);
    Resolver resolver{{names.address()}};
    const auto found = look_up(resolver, "trunk.example", 0, Transport::tls);
    REQUIRE(found.has_value());
    CHECK(found->targets == std::vector<Target>{{"192.0.2.1", 5061}});
    CHECK(found->fresh_for == 30s); // shorter lives are not kept up with
}

TEST_CASE("no such name is told apart from no name server", "[unit][resolver]") {
    NameServer names;
    Resolver resolver{{names.address()}};
    CHECK(look_up(resolver, "nobody.example", 5060).error().code == base::Errc::not_found);
    names.fall_silent();
    CHECK(look_up(resolver, "nobody.example", 5060).error().code == base::Errc::unavailable);
}

TEST_CASE("a resolver that goes answers what is open", "[unit][resolver]") {
    NameServer names;
    names.fall_silent();
    std::promise<bool> answered;
    {
        Resolver resolver{{names.address()}};
        resolver.look_up("trunk.example", 0, Transport::udp,
                         [&](base::Result<Lookup> it) { answered.set_value(it.has_value()); });
        while (names.asked() == 0) std::this_thread::yield();
    }
    CHECK_FALSE(answered.get_future().get());
}

TEST_CASE("mangled answers of a name server have a time to live or none", "[unit][hostile]") {
    const std::string good("\x00\x01\x85\x80\x00\x01\x00\x01\x00\x00\x00\x00\x01"
                           "a\x00\x00\x01\x00\x01\xC0\x0C\x00\x01\x00\x01\x00\x00\x00\x3C\x00\x04"
                           "\xC0\x00\x02\x01",
                           35);
    const auto read = [](const std::string& text) {
        return least_ttl(reinterpret_cast<const unsigned char*>(text.data()),
                         static_cast<int>(text.size()));
    };
    CHECK(read(good) == 60);
    std::mt19937 random{3};
    for (int round = 0; round < 50'000; ++round) {
        auto text = good.substr(0, random() % (good.size() + 1));
        for (int i = 0; i < 3 && !text.empty(); ++i) {
            text[random() % text.size()] = static_cast<char>(random());
        }
        if (const auto ttl = read(text)) REQUIRE(*ttl >= 0);
    }
}
