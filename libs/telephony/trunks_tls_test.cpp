#include "telephony/name_server.hpp"
#include "telephony/stream_peer.hpp"
#include "telephony/trunk_fixture.hpp"

using namespace hatif;
using namespace hatif::telephony;
using namespace hatif::telephony::test;
using namespace std::chrono_literals;

namespace {

Trunk tls_trunk(const StreamPeer& peer, const Authority& authority, const std::string& name) {
    auto trunk = trunk_at(peer.port(), Transport::tls);
    trunk.host = name;
    trunk.ca = authority.certificate();
    trunk.options_every = 1s;
    return trunk;
}

} // namespace

TEST_CASE("a call goes over TLS to who shows the trunk's certificate", "[telephony][tls]") {
    NameServer names;
    names.add("trunk.example", "127.0.0.1");
    const Authority authority;
    StreamPeer peer{authority.issue("trunk.example")};
    Worker worker{{names.address()}};
    auto trunk = tls_trunk(peer, authority, "trunk.example");
    trunk.options_every = 0s;
    worker.set({trunk});
    const auto call = worker.place_soon(trunk);
    const auto invite = peer.expect("INVITE");
    CHECK(invite.request_uri() ==
          "sip:+212600000001@trunk.example:" + std::to_string(peer.port()) + ";transport=tls");
    CHECK_THAT(invite.header("Via"), Catch::StartsWith("SIP/2.0/TLS"));
    CHECK_THAT(invite.header("Contact"), Catch::Contains(";transport=tls"));
    peer.answer(invite, {.code = 200, .body = callee_sdp()});
    peer.expect("ACK");
    CHECK_THAT(worker.told(), Catch::StartsWith("answered"));
    worker.bye(call);
    peer.answer(peer.expect("BYE"), {.code = 200});
    CHECK(peer.connections() == 1);
}

TEST_CASE("a certificate for another name is refused", "[telephony][tls]") {
    NameServer names;
    names.add("trunk.example", "127.0.0.1");
    const Authority authority;
    StreamPeer peer{authority.issue("other.example")};
    Worker worker{{names.address()}};
    worker.set({tls_trunk(peer, authority, "trunk.example")});
    CHECK(peer.hears_nothing(1s));
    CHECK(worker.state() == "down tls_certificate");
}

TEST_CASE("a certificate of another authority is refused", "[telephony][tls]") {
    NameServer names;
    names.add("trunk.example", "127.0.0.1");
    const Authority authority;
    const Authority forger;
    StreamPeer peer{forger.issue("trunk.example")};
    Worker worker{{names.address()}};
    worker.set({tls_trunk(peer, authority, "trunk.example")});
    CHECK(peer.hears_nothing(1s));
    CHECK(worker.state() == "down tls_certificate");
}

TEST_CASE("each trunk is checked against its own authority", "[telephony][tls]") {
    NameServer names;
    names.add("one.example", "127.0.0.1");
    names.add("two.example", "127.0.0.1");
    const Authority first;
    const Authority second;
    StreamPeer one{first.issue("one.example")};
    StreamPeer two{second.issue("two.example")};
    Worker worker{{names.address()}};
    worker.set({tls_trunk(one, first, "one.example"), tls_trunk(two, second, "two.example")});
    one.answer(one.expect("OPTIONS"), {.code = 200});
    CHECK(worker.state() == "up");
    two.answer(two.expect("OPTIONS"), {.code = 200});
    CHECK(worker.state() == "up");
}
