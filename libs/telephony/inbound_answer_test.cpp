#include "telephony/inbound_fixture.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

using namespace hatif::telephony;
using namespace hatif::telephony::test;
using namespace std::chrono_literals;

namespace {

struct Row {
    Ring ring;
    std::string answer;
    std::string header{};
    std::string value{};
};

/// A TCP connection to us, from the trunk.
class PlainStream {
public:
    explicit PlainStream(std::uint16_t port) : fd_{socket(AF_INET, SOCK_STREAM, 0)} {
        const auto to = loopback("127.0.0.1", port);
        REQUIRE(connect(fd_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0);
    }

    ~PlainStream() { close(fd_); }

    PlainStream(const PlainStream&) = delete;
    PlainStream& operator=(const PlainStream&) = delete;

    void send(const std::string& text) const { ::send(fd_, text.data(), text.size(), 0); }

    /// Reads until a message that starts like this is there, and all of it that has come.
    std::string expect(const std::string& start) {
        std::string heard;
        for (pollfd wanted{fd_, POLLIN, 0}; poll(&wanted, 1, 8'000) > 0;) {
            std::array<char, 4'096> bytes{};
            const auto size = recv(fd_, bytes.data(), bytes.size(), 0);
            if (size <= 0) break;
            heard.append(bytes.data(), static_cast<std::size_t>(size));
            const auto at = heard.find(start);
            if (at != std::string::npos) return heard.substr(at);
        }
        FAIL("no " << start << " in: " << heard);
        return {};
    }

private:
    int fd_;
};

std::string with(std::string text, const std::string& old, const std::string& now) {
    const auto start = text.find(old);
    REQUIRE(start != std::string::npos);
    return text.replace(start, old.size(), now);
}

} // namespace

TEST_CASE("what belongs to no call is answered by what is wrong with it",
          "[telephony][inbound][stray]") {
    const auto row = GENERATE(values<Row>({
        {{.body = "", .method = "OPTIONS"}, "SIP/2.0 200", "Accept", "application/sdp"},
        {{.body = "", .method = "REGISTER"}, "SIP/2.0 405"},
        {{.body = "", .method = "NEWMETHOD"}, "SIP/2.0 501"},
        {{.body = "", .method = "BYE", .to_tag = ";tag=unknown"}, "SIP/2.0 481"},
        {{.to_tag = ";tag=unknown"}, "SIP/2.0 481"},
        {{.body = "", .method = "CANCEL"}, "SIP/2.0 481"},
        {{.uri = "soap.beep://192.0.2.103:3002"}, "SIP/2.0 416"},
        {{.uri = "tel:+212520000000"}, "SIP/2.0 416"},
        {{.headers = "Require: precondition\r\n"}, "SIP/2.0 420", "Unsupported", "precondition"},
        {{.headers = "Accept: text/plain\r\n"}, "SIP/2.0 406", "Accept", "application/sdp"},
        {{.headers = "Content-Encoding: gzip\r\n"}, "SIP/2.0 415", "Accept-Encoding", "identity"},
    }));
    Callee callee;
    callee.ring(row.ring);
    const auto answer = callee.trunk.expect(row.answer);
    if (!row.header.empty()) CHECK(answer.header(row.header) == row.value);
    CHECK(callee.comes_to_rest());
}

TEST_CASE("what cannot be a request is refused, or dropped where no answer is possible",
          "[telephony][inbound][stray]") {
    struct Fault {
        std::string old; ///< as the good INVITE says it
        std::string now; ///< as this one does
        std::string answer;
    };
    const auto fault = GENERATE(values<Fault>({
        {"Contact:", "X-Contact:", "SIP/2.0 400"},
        {"From:", "X-From:", "SIP/2.0 400"},
        {"To:", "X-To:", "SIP/2.0 400"},
        {"Call-ID:", "X-Call-ID:", "SIP/2.0 400"},
        {"CSeq:", "X-CSeq:", "SIP/2.0 400"},
        {"1 INVITE", "1 OPTIONS", "SIP/2.0 400"},
        {"1 INVITE", "99999999999 INVITE", "SIP/2.0 400"},
        {" SIP/2.0\r\n", " SIP/7.0\r\n", "SIP/2.0 505"},
        {"Max-Forwards: 70", "Max-Forwards: 0", "SIP/2.0 483"},
        {"application/sdp", "text/plain", "SIP/2.0 415"},
    }));
    Callee callee;
    const auto text = with(callee.text_of({}, callee.trunk), fault.old, fault.now);
    INFO(text);
    callee.trunk.send(text, callee.us());
    callee.trunk.expect(fault.answer);
    CHECK(callee.comes_to_rest());
}

TEST_CASE("a body that may be passed over is passed over", "[telephony][inbound][stray]") {
    Callee callee;
    callee.take_at_once();
    const auto text = with(callee.text_of({}, callee.trunk), "Content-Type: application/sdp",
                           "Content-Type: text/plain\r\nContent-Disposition: "
                           "session;handling=optional");
    callee.trunk.send(text, callee.us());
    callee.trunk.expect("SIP/2.0 100");
    CHECK_THAT(callee.trunk.expect("SIP/2.0 200").body(), Catch::Contains("RTP/AVP 8 0 101"));
}

TEST_CASE("a multipart body whose boundary lies is refused unread (CVE-2026-110658)",
          "[telephony][inbound][stray]") {
    Callee callee;
    const auto* const body = GENERATE("--b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n", "--b",
                                      "", "--bb--\r\n--b\r\n\r\n--b--", "\r\n--b\r\n");
    auto text = callee.text_of({.body = body}, callee.trunk);
    if (text.find("Content-Type: application/sdp\r\nContent-Length") != std::string::npos) {
        text = with(text, "Content-Type: application/sdp\r\nContent-Length",
                    "Content-Type: multipart/mixed;boundary=\"b\r\nContent-Length");
    }
    callee.trunk.send(text, callee.us());
    callee.ring({.call_id = "after", .branch = "z9hG4bKafter", .body = "", .method = "OPTIONS"});
    for (auto answer = callee.trunk.next(8s); !answer.is("SIP/2.0 200");
         answer = callee.trunk.next(8s)) {
        REQUIRE_FALSE(answer.text.empty());
    }
}

TEST_CASE("while we drain, OPTIONS and new calls are answered by 503",
          "[telephony][inbound][drain]") {
    Callee callee;
    const auto answer = callee.answered();
    callee.on_thread([&] { callee.calls.drain(); });
    callee.ring({.call_id = "o", .branch = "z9hG4bKo", .body = "", .method = "OPTIONS"});
    CHECK_FALSE(callee.trunk.expect("SIP/2.0 503").header("Retry-After").empty());
    callee.ring({.call_id = "i", .branch = "z9hG4bKi"});
    callee.trunk.expect("SIP/2.0 503");
    callee.ask(answer, {.body = "", .method = "BYE", .cseq = 2}); // what is alive goes on
    callee.trunk.expect("SIP/2.0 200");
    CHECK_THAT(callee.told(), Catch::StartsWith("ended by remote"));
}

TEST_CASE("strangers get nothing at all", "[telephony][inbound][stray]") {
    Callee callee;
    const ScriptedPeer us;
    ScriptedPeer stranger{"127.0.0.9"};
    for (const auto* method : {"OPTIONS", "INVITE", "BYE", "NONSENSE"}) {
        stranger.send(callee.text_of({.method = method}, stranger), callee.us());
    }
    callee.ring({.body = "", .method = "OPTIONS"}); // heard after the stranger was
    callee.trunk.expect("SIP/2.0 200");
    CHECK(stranger.next(0ms).text.empty());
    CHECK(callee.comes_to_rest());
}

TEST_CASE("answers to nothing are dropped, and never looked up", "[telephony][inbound][stray]") {
    Callee callee;
    const auto answer = [&](const std::string& contact) {
        const auto at = "127.0.0.1:" + std::to_string(callee.port);
        return "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP " + at +
               ";branch=z9hG4bKnobody\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>;tag=2\r\n"
               "Call-ID: nobody\r\nCSeq: 7 INVITE\r\nContact: <" +
               contact + ">\r\nContent-Length: 0\r\n\r\n";
    };
    callee.trunk.send(answer("sip:x@nowhere.example"), callee.us());
    callee.trunk.send(with(answer("sip:x@127.0.0.1"), "7 INVITE", "7 BYE"), callee.us());
    callee.ring({.body = "", .method = "OPTIONS"});
    callee.trunk.expect("SIP/2.0 200"); // nothing before it
}

TEST_CASE("a call that comes over TCP is answered over its connection",
          "[telephony][inbound][tcp]") {
    Callee callee;
    callee.change([](Trunk& trunk) { trunk.transport = Transport::tcp; });
    callee.take_at_once();
    auto text = callee.text_of({}, callee.trunk);
    text = with(text, "SIP/2.0/UDP", "SIP/2.0/TCP");
    PlainStream stream{callee.port};
    stream.send(text.substr(0, 300)); // in pieces, as a stream comes
    stream.send(text.substr(300));
    CHECK_THAT(stream.expect("SIP/2.0 200"), Catch::Contains("transport=tcp"));
}
