#include "telephony/source_filter.hpp"

#include <arpa/inet.h>
#include <dirent.h>
#include <linux/filter.h>
#include <linux/sock_diag.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <stdexcept>
#include <system_error>
#include <vector>

namespace hatif::telephony {

namespace {

constexpr std::size_t most_entries = 1'000; // four instructions of 4,096 for each, at most
constexpr auto source_in_ip = static_cast<std::uint32_t>(SKF_NET_OFF) + 12;
constexpr std::uint32_t payload_in_udp = 8;
constexpr std::uint32_t first_text = '\n'; // STUN starts below, SIP and its keep-alives do not
constexpr std::uint32_t every_bit = 0xFFFFFFFF;
constexpr std::uint32_t whole_packet = 0xFFFFFFFF;

bool is_bound_to(int fd, int wanted, std::uint32_t host, std::uint16_t port) {
    sockaddr_in name{};
    socklen_t size = sizeof name;
    int type = 0;
    socklen_t type_size = sizeof type;
    int listens = 0;
    socklen_t listens_size = sizeof listens;
    return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &type_size) == 0 && type == wanted &&
           getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &listens_size) == 0 &&
           (listens != 0) == (wanted == SOCK_STREAM) &&
           getsockname(fd, reinterpret_cast<sockaddr*>(&name), &size) == 0 &&
           name.sin_family == AF_INET && ntohl(name.sin_addr.s_addr) == host &&
           ntohs(name.sin_port) == port;
}

/// sofia keeps its socket to itself, so it is found among the process's own.
int find_socket(int type, std::uint32_t host, std::uint16_t port) {
    auto* const directory = opendir("/proc/self/fd");
    if (directory == nullptr) return -1;
    int found = -1;
    while (const auto* entry = readdir(directory)) {
        const int fd = std::atoi(entry->d_name);
        if (entry->d_name[0] != '.' && is_bound_to(fd, type, host, port)) found = fd;
    }
    closedir(directory);
    return found;
}

/// The kernel's figures of a socket; zeros where it has none.
std::array<std::uint32_t, SK_MEMINFO_VARS> memory_of(int fd) {
    std::array<std::uint32_t, SK_MEMINFO_VARS> memory{};
    socklen_t size = sizeof memory;
    getsockopt(fd, SOL_SOCKET, SO_MEMINFO, memory.data(), &size);
    return memory;
}

/// Takes the packet when its source, or what the mask leaves of it, is this.
void take_from(std::vector<sock_filter>& program, const Network& network) {
    if (network.mask != every_bit) {
        program.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, source_in_ip));
        program.push_back(BPF_STMT(BPF_ALU | BPF_AND | BPF_K, network.mask));
    }
    program.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, network.address, 0, 1));
    program.push_back(BPF_STMT(BPF_RET | BPF_K, whole_packet));
}

} // namespace

std::optional<std::uint32_t> read_address(const std::string& text) {
    in_addr parsed{};
    if (inet_pton(AF_INET, text.c_str(), &parsed) != 1) return std::nullopt;
    return ntohl(parsed.s_addr);
}

std::optional<Network> read_network(std::string_view text) {
    const auto slash = text.find('/');
    const auto address = read_address(std::string{text.substr(0, slash)});
    unsigned bits = 32;
    if (slash != std::string_view::npos) {
        const auto* const end = text.data() + text.size();
        const auto read = std::from_chars(text.data() + slash + 1, end, bits);
        if (read.ec != std::errc{} || read.ptr != end || bits > 32) return std::nullopt;
    }
    if (!address) return std::nullopt;
    const auto mask = bits == 0 ? 0 : every_bit << (32 - bits);
    return Network{*address & mask, mask};
}

SourceFilter::SourceFilter(const std::string& address, std::uint16_t port) {
    const auto host = read_address(address);
    const int fd = host ? find_socket(SOCK_DGRAM, *host, port) : -1;
    if (fd < 0) throw std::runtime_error{"no UDP socket is bound to " + address};
    sockets_.push_back({fd, false});
    if (!install()) throw std::system_error{errno, std::generic_category(), "SO_ATTACH_FILTER"};
    empty_buffer();
}

void SourceFilter::guard_listener(const std::string& address, std::uint16_t port) {
    const auto host = read_address(address);
    const int fd = host ? find_socket(SOCK_STREAM, *host, port) : -1;
    if (fd < 0) throw std::runtime_error{"no TCP socket listens on " + address};
    sockets_.push_back({fd, true});
    if (!install()) throw std::system_error{errno, std::generic_category(), "SO_ATTACH_FILTER"};
}

bool SourceFilter::allow(const std::string& address) {
    const auto host = read_address(address);
    if (!host) return false;
    const bool is_known =
        std::ranges::any_of(networks_, [&](const Network& network) { return network.has(*host); });
    if (is_known || allowed_.contains(*host)) return true;
    if (allowed_.size() + networks_.size() >= most_entries) return false;
    allowed_.insert(*host);
    if (install()) return true;
    allowed_.erase(*host); // the kernel has a limit of its own
    return false;
}

bool SourceFilter::set_networks(const std::vector<Network>& networks) {
    std::set<Network> wanted{networks.begin(), networks.end()};
    if (wanted == networks_) return true;
    if (allowed_.size() + wanted.size() > most_entries) return false;
    networks_.swap(wanted);
    if (install()) return true;
    networks_.swap(wanted);
    return false;
}

void SourceFilter::forget_allowed() {
    if (allowed_.empty()) return;
    allowed_.clear();
    install();
}

bool SourceFilter::install() const {
    return std::ranges::all_of(sockets_, [&](const Socket& socket) { return attach(socket); });
}

/// if (no text) drop; if (source == a) take; if (source & m == b) take; …; drop. Of a socket that
/// listens the packets are those that ask for a connection.
bool SourceFilter::attach(const Socket& socket) const {
    std::vector<sock_filter> program;
    if (!socket.is_stream) {
        program.push_back(BPF_STMT(BPF_LD | BPF_B | BPF_ABS, payload_in_udp));
        program.push_back(BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, first_text, 1, 0));
        program.push_back(BPF_STMT(BPF_RET | BPF_K, 0));
    }
    program.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, source_in_ip));
    for (const auto host : allowed_) take_from(program, {host, every_bit});
    // Whole addresses first: the others change what is compared.
    for (const auto& network : networks_) {
        if (network.mask == every_bit) take_from(program, network);
    }
    for (const auto& network : networks_) {
        if (network.mask != every_bit) take_from(program, network);
    }
    program.push_back(BPF_STMT(BPF_RET | BPF_K, 0));
    const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
    return setsockopt(socket.fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter) == 0;
}

/// What came between bind and filter.
void SourceFilter::empty_buffer() const {
    std::array<char, 16> torn{};
    while (recv(sockets_.front().fd, torn.data(), torn.size(), MSG_DONTWAIT | MSG_TRUNC) >= 0) {
    }
}

std::uint64_t SourceFilter::dropped() const {
    return memory_of(sockets_.front().fd)[SK_MEMINFO_DROPS];
}

SourceFilter::Fill SourceFilter::fill() const {
    const auto memory = memory_of(sockets_.front().fd);
    return {memory[SK_MEMINFO_RMEM_ALLOC], memory[SK_MEMINFO_RCVBUF]};
}

} // namespace hatif::telephony
