#include "telephony/stream_peer.hpp"

#include <catch2/catch.hpp>

#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>

namespace hatif::telephony::test {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds patience{8};

int milliseconds_until(Clock::time_point until) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    return left > 0 ? static_cast<int>(left) : 0;
}

std::string pem_of(const auto& write) {
    BIO* const bio = BIO_new(BIO_s_mem());
    write(bio);
    char* bytes = nullptr;
    const auto size = BIO_get_mem_data(bio, &bytes);
    std::string text(bytes, static_cast<std::size_t>(size));
    BIO_free(bio);
    return text;
}

void extend(X509* certificate, int kind, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    auto* const extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
    REQUIRE(extension != nullptr);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

X509* certify(EVP_PKEY* key, const std::string& name, const X509* issuer, EVP_PKEY* by) {
    static long serial = 1;
    X509* const made = X509_new();
    X509_set_version(made, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(made), -3'600);
    X509_gmtime_adj(X509_getm_notAfter(made), 86'400);
    X509_set_pubkey(made, key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(made), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    X509_set_issuer_name(made, X509_get_subject_name(issuer == nullptr ? made : issuer));
    if (issuer == nullptr) {
        extend(made, NID_basic_constraints, "critical,CA:TRUE");
    } else {
        extend(made, NID_subject_alt_name, "DNS:" + name);
    }
    REQUIRE(X509_sign(made, by, EVP_sha256()) > 0);
    return made;
}

} // namespace

Authority::Authority()
    : key_{EVP_EC_gen("P-256")}, self_{certify(key_, "Hatif's test authority", nullptr, key_)},
      text_{pem_of([&](BIO* bio) { PEM_write_bio_X509(bio, self_); })} {}

Authority::~Authority() {
    X509_free(self_);
    EVP_PKEY_free(key_);
}

Certificate Authority::issue(const std::string& name) const {
    EVP_PKEY* const key = EVP_EC_gen("P-256");
    X509* const made = certify(key, name, self_, key_);
    const Certificate issued{pem_of([&](BIO* bio) {
                                 PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr,
                                                          nullptr);
                             }),
                             pem_of([&](BIO* bio) { PEM_write_bio_X509(bio, made); })};
    X509_free(made);
    EVP_PKEY_free(key);
    return issued;
}

StreamPeer::StreamPeer() : listener_{socket(AF_INET, SOCK_STREAM, 0)} {
    std::signal(SIGPIPE, SIG_IGN);
    auto name = loopback("127.0.0.1", 0);
    socklen_t size = sizeof name;
    auto* const any = reinterpret_cast<sockaddr*>(&name);
    REQUIRE(bind(listener_, any, size) == 0);
    REQUIRE(listen(listener_, 8) == 0);
    REQUIRE(getsockname(listener_, any, &size) == 0);
    port_ = ntohs(name.sin_port);
}

StreamPeer::StreamPeer(const Certificate& certificate) : StreamPeer{} {
    context_ = SSL_CTX_new(TLS_server_method());
    BIO* const text = BIO_new_mem_buf(certificate.text.data(), -1);
    BIO* const key_text = BIO_new_mem_buf(certificate.key.data(), -1);
    X509* const made = PEM_read_bio_X509(text, nullptr, nullptr, nullptr);
    EVP_PKEY* const key = PEM_read_bio_PrivateKey(key_text, nullptr, nullptr, nullptr);
    REQUIRE(SSL_CTX_use_certificate(context_, made) == 1);
    REQUIRE(SSL_CTX_use_PrivateKey(context_, key) == 1);
    X509_free(made);
    EVP_PKEY_free(key);
    BIO_free(text);
    BIO_free(key_text);
}

StreamPeer::~StreamPeer() {
    hang_up();
    SSL_CTX_free(context_);
    close(listener_);
}

void StreamPeer::hang_up() {
    SSL_free(tls_);
    tls_ = nullptr;
    if (fd_ >= 0) close(fd_);
    fd_ = -1;
    buffer_.clear();
}

bool StreamPeer::accept_one(Clock::time_point until) {
    pollfd wanted{listener_, POLLIN, 0};
    if (poll(&wanted, 1, milliseconds_until(until)) <= 0) return false;
    fd_ = accept(listener_, nullptr, nullptr);
    ++connections_;
    const timeval limit{8, 0};
    setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    if (context_ == nullptr) return true;
    tls_ = SSL_new(context_);
    SSL_set_fd(tls_, fd_);
    if (SSL_accept(tls_) == 1) return true;
    hang_up();
    return false;
}

int StreamPeer::read_some(char* bytes, int size) {
    if (tls_ != nullptr) return SSL_read(tls_, bytes, size);
    return static_cast<int>(recv(fd_, bytes, static_cast<std::size_t>(size), 0));
}

/// Empty: nothing whole came in time.
std::string StreamPeer::read_message(Clock::time_point until) {
    while (Clock::now() < until) {
        while (buffer_.starts_with("\r\n")) buffer_.erase(0, 2); // keep-alives
        const auto head = buffer_.find("\r\n\r\n");
        if (head != std::string::npos) {
            const Message message{buffer_.substr(0, head + 4)};
            const auto size = head + 4 + std::stoul('0' + message.header("Content-Length"));
            if (buffer_.size() >= size) {
                auto text = buffer_.substr(0, size);
                buffer_.erase(0, size);
                return text;
            }
        }
        if (fd_ < 0 && !accept_one(until)) continue;
        pollfd wanted{fd_, POLLIN, 0};
        const bool waits = tls_ == nullptr || SSL_pending(tls_) == 0;
        if (waits && poll(&wanted, 1, milliseconds_until(until)) <= 0) continue;
        std::array<char, 8'192> bytes{};
        const int got = read_some(bytes.data(), static_cast<int>(bytes.size()));
        if (got > 0) {
            buffer_.append(bytes.data(), static_cast<std::size_t>(got));
        } else {
            hang_up();
        }
    }
    return {};
}

Message StreamPeer::expect(std::string_view start) {
    const Message message{read_message(Clock::now() + patience)};
    INFO(message.text);
    REQUIRE(message.text.substr(0, start.size()) == start);
    return message;
}

bool StreamPeer::hears_nothing(std::chrono::milliseconds its_patience) {
    return read_message(Clock::now() + its_patience).empty();
}

void StreamPeer::answer(const Message& request, const Answer& it) {
    const std::string transport = tls_ == nullptr ? "tcp" : "tls";
    send(
        answer_text(request, it, "127.0.0.1:" + std::to_string(port_) + ";transport=" + transport));
}

void StreamPeer::send(const std::string& text) {
    if (tls_ != nullptr) {
        SSL_write(tls_, text.data(), static_cast<int>(text.size()));
    } else {
        REQUIRE(::send(fd_, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()));
    }
}

} // namespace hatif::telephony::test
