#pragma once

#include "telephony/scripted_peer.hpp"

#include <openssl/ssl.h>

#include <memory>
#include <string>

/// For the tests of this unit: a SIP peer that is called over TCP or TLS, and says what the test
/// tells it to say.
namespace hatif::telephony::test {

/// A key and its certificate, as PEM.
struct Certificate {
    std::string key;
    std::string text;
};

/// Signs certificates for names.
class Authority {
public:
    Authority();
    ~Authority();

    Authority(const Authority&) = delete;
    Authority& operator=(const Authority&) = delete;

    const std::string& certificate() const { return text_; }
    Certificate issue(const std::string& name) const;

private:
    EVP_PKEY* key_;
    X509* self_;
    std::string text_;
};

class StreamPeer {
public:
    /// Over TCP.
    StreamPeer();

    /// Over TLS, under this certificate.
    explicit StreamPeer(const Certificate& certificate);
    ~StreamPeer();

    StreamPeer(const StreamPeer&) = delete;
    StreamPeer& operator=(const StreamPeer&) = delete;

    std::uint16_t port() const { return port_; }

    /// Waits for the next request or response, over the connection that there is, else over a new
    /// one; fails the test unless it starts like this.
    Message expect(std::string_view start);

    /// True when nothing but closed or failed connections comes for as long.
    bool hears_nothing(std::chrono::milliseconds patience);

    void answer(const Message& request, const Answer& answer);
    void send(const std::string& text);

    /// Closes the connection, as a peer that restarts.
    void hang_up();

    /// How many connections have come.
    int connections() const { return connections_; }

private:
    std::string read_message(std::chrono::steady_clock::time_point until);
    bool accept_one(std::chrono::steady_clock::time_point until);
    int read_some(char* bytes, int size);

    int listener_ = -1;
    int fd_ = -1;
    std::uint16_t port_ = 0;
    SSL_CTX* context_ = nullptr;
    SSL* tls_ = nullptr;
    std::string buffer_;
    int connections_ = 0;
};

} // namespace hatif::telephony::test
