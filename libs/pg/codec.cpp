#include "pg/codec.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdlib>

namespace hatif::pg::codec {

namespace {

template <class T>
std::array<char, sizeof(T)> big_endian(T value) {
    std::array<char, sizeof(T)> bytes{};
    for (std::size_t i = sizeof(T); i-- > 0; value >>= 8) {
        bytes[i] = static_cast<char>(value & 0xFF);
    }
    return bytes;
}

template <class T>
void append_big_endian(std::string& out, T value) {
    const auto bytes = big_endian(value);
    out.append(bytes.data(), bytes.size());
}

} // namespace

// Microseconds from 1970 to PostgreSQL's own epoch, 2000-01-01.
constexpr std::int64_t epoch_offset = 946'684'800LL * 1'000'000;

unsigned array_of(unsigned oid) {
    switch (oid) {
    case bool_oid:
        return 1000;
    case bytea_oid:
        return 1001;
    case int4_oid:
        return 1007;
    case text_oid:
        return 1009;
    case int8_oid:
        return 1016;
    case float8_oid:
        return 1022;
    case timestamptz_oid:
        return 1185;
    case uuid_oid:
        return 2951;
    case jsonb_oid:
        return 3807;
    default:
        std::abort(); // a type was added to Oid and not here
    }
}

void append(std::string& out, bool value) {
    out += value ? '\1' : '\0';
}

void append(std::string& out, std::int32_t value) {
    append_big_endian(out, static_cast<std::uint32_t>(value));
}

void append(std::string& out, std::int64_t value) {
    append_big_endian(out, static_cast<std::uint64_t>(value));
}

void append(std::string& out, double value) {
    append(out, std::bit_cast<std::int64_t>(value));
}

void append(std::string& out, std::string_view value) {
    out += value;
}

void append(std::string& out, const Json& value) {
    out += '\1'; // jsonb's wire version
    out += value.text;
}

void append(std::string& out, const Bytes& value) {
    out += value.bytes;
}

void append(std::string& out, const base::Uuid& value) {
    out.append(value.bytes().begin(), value.bytes().end());
}

void append(std::string& out, base::Instant value) {
    append(out, static_cast<std::int64_t>(value.time_since_epoch().count() - epoch_offset));
}

void close_size(std::string& out, std::size_t at) {
    const auto size = big_endian(static_cast<std::uint32_t>(out.size() - at - 4));
    std::copy(size.begin(), size.end(), out.begin() + static_cast<std::ptrdiff_t>(at));
}

} // namespace hatif::pg::codec
