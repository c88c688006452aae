#include "base/uuid.hpp"

#include <sys/random.h>

#include <cstdlib>
#include <cstring>

namespace hatif::base {

namespace {

constexpr std::string_view hex = "0123456789abcdef";
constexpr std::uint8_t no_digit = 0xFF;

/// The value of each character as a hexadecimal digit. Ids are written and read dozens of times a
/// call: tables, rather than a search for each digit.
constexpr auto digit_values = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(no_digit);
    for (std::uint8_t i = 0; i < 10; ++i) values['0' + i] = i;
    for (std::uint8_t i = 0; i < 6; ++i) values['a' + i] = values['A' + i] = 10 + i;
    return values;
}();

bool is_dash(std::size_t place) {
    return place == 8 || place == 13 || place == 18 || place == 23;
}

/// Kernel randomness, fetched in blocks: one system call per 256 ids and thread.
void fill_random(std::uint8_t* to, std::size_t size) {
    thread_local std::array<std::uint8_t, 256 * 10> block;
    thread_local std::size_t used = block.size();
    if (used + size > block.size()) {
        std::size_t got = 0;
        while (got < block.size()) {
            const auto n = getrandom(block.data() + got, block.size() - got, 0);
            if (n > 0) got += static_cast<std::size_t>(n);
        }
        used = 0;
    }
    std::memcpy(to, block.data() + used, size);
    used += size;
}

void stamp(Uuid::Bytes& bytes, std::uint8_t version) {
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0F) | (version << 4));
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3F) | 0x80);
}

std::uint64_t mix(std::uint64_t x) { // splitmix64's finalizer
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

} // namespace

std::optional<Uuid> Uuid::parse(std::string_view text) {
    if (text.size() != 36) return std::nullopt;
    Bytes bytes{};
    std::size_t nibble = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_dash(i)) {
            if (text[i] != '-') return std::nullopt;
            continue;
        }
        const auto value = digit_values[static_cast<unsigned char>(text[i])];
        if (value == no_digit) return std::nullopt;
        auto& byte = bytes[nibble / 2];
        byte = static_cast<std::uint8_t>((byte << 4) | value);
        ++nibble;
    }
    return Uuid{bytes};
}

Uuid Uuid::v7(Instant now) {
    Bytes bytes{};
    const auto ms = static_cast<std::uint64_t>(
        std::chrono::floor<std::chrono::milliseconds>(now.time_since_epoch()).count());
    for (std::size_t i = 0; i < 6; ++i) bytes[i] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
    fill_random(bytes.data() + 6, 10);
    stamp(bytes, 7);
    return Uuid{bytes};
}

Uuid Uuid::derived(const Uuid& from, std::uint64_t index) {
    std::array<std::uint64_t, 2> words{};
    std::memcpy(words.data(), from.bytes_.data(), 16);
    const std::uint64_t high = mix(words[0] ^ mix(index + 0x9e3779b97f4a7c15ULL));
    const std::uint64_t low = mix(words[1] ^ mix(high));
    Bytes bytes{};
    std::memcpy(bytes.data(), &high, 8);
    std::memcpy(bytes.data() + 8, &low, 8);
    stamp(bytes, 8);
    return Uuid{bytes};
}

std::string Uuid::to_string() const {
    std::string text(36, '-');
    std::size_t place = 0;
    for (const auto byte : bytes_) {
        if (is_dash(place)) ++place;
        text[place++] = hex[byte >> 4];
        text[place++] = hex[byte & 0x0F];
    }
    return text;
}

} // namespace hatif::base

std::size_t std::hash<hatif::base::Uuid>::operator()(const hatif::base::Uuid& it) const noexcept {
    std::size_t tail = 0; // the random end of a v7 is hash enough
    std::memcpy(&tail, it.bytes().data() + 8, sizeof tail);
    return tail;
}
