#pragma once

#include <netinet/in.h>

#include <chrono>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// For the tests of this unit: a SIP peer on a plain UDP socket that says what the test tells it to
/// say, and shares no code with what it tests.
namespace hatif::telephony::test {

struct Message {
    std::string text;
    sockaddr_in from{};

    bool is(std::string_view start) const { return text.starts_with(start); }

    /// The value of the first header of this name; empty when there is none.
    std::string header(std::string_view name) const;

    std::string body() const;
    std::string request_uri() const;
};

struct Answer {
    int code;
    std::string phrase = "Whatever";
    std::string tag = "callee";
    std::string headers{}; ///< whole lines
    std::string body{};    ///< SDP
};

struct Request {
    std::string method;
    int cseq = 1;
    std::string tag = "callee";
    std::string headers{};
    std::string body{};
    std::string type = "application/sdp";
};

/// The answer as it is sent. `contact`: "127.0.0.1:5060", with parameters after it.
std::string answer_text(const Message& request, const Answer& answer, const std::string& contact);

class ScriptedPeer {
public:
    explicit ScriptedPeer(const char* address = "127.0.0.1");
    ~ScriptedPeer();

    ScriptedPeer(const ScriptedPeer&) = delete;
    ScriptedPeer& operator=(const ScriptedPeer&) = delete;

    std::uint16_t port() const { return port_; }
    const std::string& address() const { return address_; }

    /// Waits for the next message that was not heard before (repeats are passed over), and fails
    /// the test unless it starts like this: "INVITE", "SIP/2.0 200".
    Message expect(std::string_view start);

    /// Waits for a repeat of this message.
    void expect_again(const Message& message);

    /// What comes before `patience` is over; an empty text when nothing new does.
    Message next(std::chrono::milliseconds patience);

    void answer(const Message& request, const Answer& answer);

    /// A request within the dialog that this INVITE began.
    void ask(const Message& invite, const Request& request);

    void send(const std::string& text, const sockaddr_in& to);

private:
    Message receive(std::chrono::steady_clock::time_point until);

    int fd_;
    std::string address_;
    std::uint16_t port_ = 0;
    std::set<std::string> heard_;
    int branches_ = 0;
};

/// An SDP body of a callee at this address.
std::string callee_sdp(std::string_view attributes = "a=sendrecv\r\n",
                       int port = 4'000,
                       std::string_view formats = "8 101");

/// A UDP port on loopback that nobody uses at the moment.
std::uint16_t free_port();

sockaddr_in loopback(const std::string& address, std::uint16_t port);

} // namespace hatif::telephony::test
