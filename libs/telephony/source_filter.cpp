#include "telephony/source_filter.hpp"

#include <arpa/inet.h>
#include <dirent.h>
#include <linux/filter.h>
#include <linux/sock_diag.h>
#include <sys/socket.h>

#include <array>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <vector>

namespace hatif::telephony {

namespace {

constexpr std::size_t most_addresses = 1'000; // four instructions of 4,096 for each, at most
constexpr std::uint32_t source_in_ip_header = 12;
constexpr std::uint32_t payload_in_udp = 8;
constexpr std::uint32_t first_text = '\n'; // STUN starts below, SIP and its keep-alives do not
constexpr std::uint32_t whole_packet = 0xFFFFFFFF;

std::optional<std::uint32_t> numeric(const std::string& address) {
    in_addr parsed{};
    if (inet_pton(AF_INET, address.c_str(), &parsed) != 1) return std::nullopt;
    return ntohl(parsed.s_addr);
}

bool is_bound_to(int fd, std::uint32_t host, std::uint16_t port) {
    sockaddr_in name{};
    socklen_t size = sizeof name;
    int type = 0;
    socklen_t type_size = sizeof type;
    return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &type_size) == 0 && type == SOCK_DGRAM &&
           getsockname(fd, reinterpret_cast<sockaddr*>(&name), &size) == 0 &&
           name.sin_family == AF_INET && ntohl(name.sin_addr.s_addr) == host &&
           ntohs(name.sin_port) == port;
}

/// sofia keeps its socket to itself, so it is found among the process's own.
int find_socket(std::uint32_t host, std::uint16_t port) {
    auto* const directory = opendir("/proc/self/fd");
    if (directory == nullptr) return -1;
    int found = -1;
    while (const auto* entry = readdir(directory)) {
        const int fd = std::atoi(entry->d_name);
        if (entry->d_name[0] != '.' && is_bound_to(fd, host, port)) found = fd;
    }
    closedir(directory);
    return found;
}

} // namespace

SourceFilter::SourceFilter(const std::string& address, std::uint16_t port) {
    const auto host = numeric(address);
    socket_ = host ? find_socket(*host, port) : -1;
    if (socket_ < 0) throw std::runtime_error{"no UDP socket is bound to " + address};
    install();
    empty_buffer();
}

bool SourceFilter::allow(const std::string& address) {
    const auto host = numeric(address);
    if (!host) return false;
    if (allowed_.contains(*host)) return true;
    if (allowed_.size() >= most_addresses) return false;
    allowed_.insert(*host);
    install();
    return true;
}

/// if (no text) drop; if (source == a) take; if (source == b) take; …; drop.
void SourceFilter::install() {
    std::vector<sock_filter> program{
        BPF_STMT(BPF_LD | BPF_B | BPF_ABS, payload_in_udp),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, first_text, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, 0),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
                 static_cast<std::uint32_t>(SKF_NET_OFF) + source_in_ip_header),
    };
    for (const auto host : allowed_) {
        program.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, host, 0, 1));
        program.push_back(BPF_STMT(BPF_RET | BPF_K, whole_packet));
    }
    program.push_back(BPF_STMT(BPF_RET | BPF_K, 0));
    const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
    if (setsockopt(socket_, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter) != 0) {
        throw std::system_error{errno, std::generic_category(), "SO_ATTACH_FILTER"};
    }
}

/// What came between bind and filter.
void SourceFilter::empty_buffer() const {
    std::array<char, 16> torn{};
    while (recv(socket_, torn.data(), torn.size(), MSG_DONTWAIT | MSG_TRUNC) >= 0) {
    }
}

std::uint64_t SourceFilter::dropped() const {
    std::array<std::uint32_t, SK_MEMINFO_VARS> memory{};
    socklen_t size = sizeof memory;
    if (getsockopt(socket_, SOL_SOCKET, SO_MEMINFO, memory.data(), &size) != 0) return 0;
    return memory[SK_MEMINFO_DROPS];
}

} // namespace hatif::telephony
