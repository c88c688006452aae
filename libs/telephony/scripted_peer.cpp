#include "telephony/scripted_peer.hpp"

#include <catch2/catch.hpp>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace hatif::telephony::test {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds patience{8};

std::string with_tag(std::string to, const std::string& tag) {
    return to.find(";tag=") == std::string::npos && !tag.empty() ? to + ";tag=" + tag : to;
}

std::string
with_body(std::string head, const std::string& body, const std::string& type = "application/sdp") {
    if (!body.empty()) head += "Content-Type: " + type + "\r\n";
    return head + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

} // namespace

std::string Message::header(std::string_view name) const {
    const auto key = "\r\n" + std::string{name} + ": ";
    const auto start = text.find(key);
    if (start == std::string::npos) return {};
    return text.substr(start + key.size(), text.find("\r\n", start + 2) - start - key.size());
}

std::string Message::body() const {
    const auto start = text.find("\r\n\r\n");
    return start == std::string::npos ? std::string{} : text.substr(start + 4);
}

std::string Message::request_uri() const {
    const auto start = text.find(' ') + 1;
    return text.substr(start, text.find(' ', start) - start);
}

ScriptedPeer::ScriptedPeer(const char* address)
    : fd_{socket(AF_INET, SOCK_DGRAM, 0)}, address_{address} {
    auto name = loopback(address_, 0);
    socklen_t size = sizeof name;
    REQUIRE(bind(fd_, reinterpret_cast<sockaddr*>(&name), size) == 0);
    REQUIRE(getsockname(fd_, reinterpret_cast<sockaddr*>(&name), &size) == 0);
    port_ = ntohs(name.sin_port);
}

ScriptedPeer::~ScriptedPeer() {
    close(fd_);
}

Message ScriptedPeer::receive(Clock::time_point until) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    pollfd wanted{fd_, POLLIN, 0};
    if (left <= 0 || poll(&wanted, 1, static_cast<int>(left)) <= 0) return {};
    std::array<char, 8'192> bytes{};
    Message message;
    socklen_t size = sizeof message.from;
    const auto length = recvfrom(fd_, bytes.data(), bytes.size(), 0,
                                 reinterpret_cast<sockaddr*>(&message.from), &size);
    if (length > 0) message.text.assign(bytes.data(), static_cast<std::size_t>(length));
    return message;
}

Message ScriptedPeer::next(std::chrono::milliseconds its_patience) {
    const auto until = Clock::now() + its_patience;
    while (true) {
        auto message = receive(until);
        if (message.text.empty() || heard_.insert(message.text).second) return message;
    }
}

Message ScriptedPeer::expect(std::string_view start) {
    auto message = next(patience);
    INFO(message.text);
    REQUIRE(message.text.substr(0, start.size()) == start);
    return message;
}

void ScriptedPeer::expect_again(const Message& message) {
    const auto until = Clock::now() + patience;
    while (true) {
        const auto heard = receive(until);
        REQUIRE_FALSE(heard.text.empty());
        if (heard.text == message.text) return;
    }
}

std::string answer_text(const Message& request, const Answer& it, const std::string& contact) {
    auto head = "SIP/2.0 " + std::to_string(it.code) + ' ' + it.phrase + "\r\n";
    head += "Via: " + request.header("Via") + "\r\n";
    head += "From: " + request.header("From") + "\r\n";
    head += "To: " + with_tag(request.header("To"), it.code == 100 ? "" : it.tag) + "\r\n";
    head +=
        "Call-ID: " + request.header("Call-ID") + "\r\nCSeq: " + request.header("CSeq") + "\r\n";
    head += "Contact: <sip:callee@" + contact + ">\r\n" + it.headers;
    return with_body(std::move(head), it.body);
}

void ScriptedPeer::answer(const Message& request, const Answer& it) {
    send(answer_text(request, it, address_ + ':' + std::to_string(port_)), request.from);
}

void ScriptedPeer::ask(const Message& invite, const Request& it) {
    const auto contact = invite.header("Contact");
    const auto at = address_ + ':' + std::to_string(port_);
    auto head = it.method + ' ' + contact.substr(1, contact.find('>') - 1) + " SIP/2.0\r\n";
    head += "Via: SIP/2.0/UDP " + at + ";branch=z9hG4bKpeer" + std::to_string(++branches_) + "\r\n";
    head += "From: " + with_tag(invite.header("To"), it.tag) + "\r\n";
    head += "To: " + invite.header("From") + "\r\nCall-ID: " + invite.header("Call-ID") + "\r\n";
    head += "CSeq: " + std::to_string(it.cseq) + ' ' + it.method + "\r\nMax-Forwards: 70\r\n";
    head += "Contact: <sip:callee@" + at + ">\r\n" + it.headers;
    send(with_body(std::move(head), it.body, it.type), invite.from);
}

void ScriptedPeer::send(const std::string& text, const sockaddr_in& to) {
    sendto(fd_, text.data(), text.size(), 0, reinterpret_cast<const sockaddr*>(&to), sizeof to);
}

std::string callee_sdp(std::string_view attributes, int port, std::string_view formats) {
    return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio " +
           std::to_string(port) + " RTP/AVP " + std::string{formats} +
           "\r\na=rtpmap:101 telephone-event/8000\r\n" + std::string{attributes};
}

std::uint16_t free_port() {
    return ScriptedPeer{}.port();
}

sockaddr_in loopback(const std::string& address, std::uint16_t port) {
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_port = htons(port);
    inet_pton(AF_INET, address.c_str(), &name.sin_addr);
    return name;
}

} // namespace hatif::telephony::test
