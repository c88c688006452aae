#include "telephony/name_server.hpp"

#include <catch2/catch.hpp>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace hatif::telephony::test {

namespace {

constexpr std::uint16_t address_type = 1;
constexpr std::uint16_t service_type = 33;
constexpr std::size_t header_size = 12;

std::string two(std::uint16_t number) {
    return {static_cast<char>(number >> 8), static_cast<char>(number & 0xFF)};
}

std::string four(std::uint32_t number) {
    return two(static_cast<std::uint16_t>(number >> 16)) +
           two(static_cast<std::uint16_t>(number & 0xFFFF));
}

/// "a.b" as labels.
std::string labels(const std::string& name) {
    std::string wire;
    for (std::size_t at = 0; at < name.size();) {
        const auto dot = std::min(name.find('.', at), name.size());
        wire += static_cast<char>(dot - at);
        wire += name.substr(at, dot - at);
        at = dot + 1;
    }
    return wire + '\0';
}

std::string name_in(const std::string& question) {
    std::string name;
    for (std::size_t at = header_size; at < question.size() && question[at] != 0;) {
        const auto size = static_cast<std::size_t>(question[at]);
        name += (name.empty() ? "" : ".") + question.substr(at + 1, size);
        at += size + 1;
    }
    return name;
}

} // namespace

NameServer::NameServer() : fd_{socket(AF_INET, SOCK_DGRAM, 0)}, stop_{eventfd(0, EFD_CLOEXEC)} {
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof name;
    auto* const any = reinterpret_cast<sockaddr*>(&name);
    REQUIRE(bind(fd_, any, size) == 0);
    REQUIRE(getsockname(fd_, any, &size) == 0);
    port_ = ntohs(name.sin_port);
    thread_ = std::thread{[this] { serve(); }};
}

NameServer::~NameServer() {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto size = write(stop_, &one, sizeof one);
    thread_.join();
    close(fd_);
    close(stop_);
}

std::string NameServer::address() const {
    return "127.0.0.1:" + std::to_string(port_);
}

void NameServer::add(const std::string& name, const std::string& address, std::uint32_t ttl) {
    in_addr parsed{};
    REQUIRE(inet_pton(AF_INET, address.c_str(), &parsed) == 1);
    const std::lock_guard lock{mutex_};
    records_.emplace(name, Record{address_type, ttl, four(ntohl(parsed.s_addr))});
}

void NameServer::add(const std::string& name, const ServiceRecord& it, std::uint32_t ttl) {
    const std::lock_guard lock{mutex_};
    records_.emplace(name,
                     Record{service_type, ttl,
                            two(it.priority) + two(it.weight) + two(it.port) + labels(it.host)});
}

void NameServer::serve() {
    while (true) {
        std::array<pollfd, 2> wanted{pollfd{fd_, POLLIN, 0}, pollfd{stop_, POLLIN, 0}};
        poll(wanted.data(), wanted.size(), -1);
        if (wanted[1].revents != 0) return;
        std::array<char, 512> bytes{};
        sockaddr_in from{};
        socklen_t from_size = sizeof from;
        const auto size = recvfrom(fd_, bytes.data(), bytes.size(), 0,
                                   reinterpret_cast<sockaddr*>(&from), &from_size);
        if (size < static_cast<ssize_t>(header_size)) continue;
        ++asked_;
        if (silent_) continue;
        const auto reply = reply_to({bytes.data(), static_cast<std::size_t>(size)});
        sendto(fd_, reply.data(), reply.size(), 0, reinterpret_cast<const sockaddr*>(&from),
               from_size);
    }
}

std::string NameServer::reply_to(const std::string& question) const {
    const auto name = name_in(question);
    const auto tail = header_size + labels(name).size();
    const auto type = static_cast<std::uint16_t>(static_cast<unsigned char>(question.at(tail + 1)));
    const std::lock_guard lock{mutex_};
    const auto [first, last] = records_.equal_range(name);
    std::uint16_t count = 0;
    std::string answers;
    for (auto it = first; it != last; ++it) {
        const auto& record = it->second;
        if (record.type != type) continue;
        ++count;
        answers += two(0xC000 + header_size) + two(record.type) + two(1) + four(record.ttl) +
                   two(static_cast<std::uint16_t>(record.data.size())) + record.data;
    }
    const bool exists = first != last;
    return question.substr(0, 2) + two(exists ? 0x8580 : 0x8583) + two(1) + two(count) + two(0) +
           two(0) + question.substr(header_size, tail + 4 - header_size) + answers;
}

} // namespace hatif::telephony::test
