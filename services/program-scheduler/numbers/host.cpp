#include "program_scheduler/numbers/host.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <string>

namespace hatif::program_scheduler {

namespace {

constexpr std::size_t longest_name = 253;
constexpr std::size_t longest_label = 63;
constexpr int least_bits = 8;
constexpr int most_bits = 32;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_label(std::string_view label) {
    return !label.empty() && label.size() <= longest_label && label.front() != '-' &&
           label.back() != '-' && std::all_of(label.begin(), label.end(), [](char c) {
               return is_digit(c) || is_letter(c) || c == '-';
           });
}

} // namespace

bool is_ipv4(std::string_view text) {
    in_addr address{};
    return text.find('\0') == std::string_view::npos &&
           inet_pton(AF_INET, std::string{text}.c_str(), &address) == 1;
}

bool is_dns_name(std::string_view text) {
    if (text.size() > longest_name) return false;
    for (auto rest = text;;) {
        const auto dot = rest.find('.');
        const auto label = rest.substr(0, dot);
        if (!is_label(label)) return false;
        if (dot == std::string_view::npos) {
            return !std::all_of(label.begin(), label.end(), is_digit);
        }
        rest.remove_prefix(dot + 1);
    }
}

bool is_source(std::string_view text) {
    const auto slash = text.find('/');
    if (!is_ipv4(text.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    const auto bits = text.substr(slash + 1);
    int count = 0;
    const auto [end, error] = std::from_chars(bits.data(), bits.data() + bits.size(), count);
    return error == std::errc{} && end == bits.data() + bits.size() && count >= least_bits &&
           count <= most_bits;
}

} // namespace hatif::program_scheduler
