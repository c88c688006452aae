#include "pg/codec.hpp"

#include <bit>
#include <cstdlib>

namespace hatif::pg::codec {

namespace {

template <class T>
void append_big_endian(std::string& out, T value) {
    for (int shift = static_cast<int>(sizeof(T)) * 8 - 8; shift >= 0; shift -= 8) {
        out += static_cast<char>((value >> shift) & 0xFF);
    }
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

void append_int32(std::string& out, std::int32_t value) {
    append_big_endian(out, static_cast<std::uint32_t>(value));
}

void append_int64(std::string& out, std::int64_t value) {
    append_big_endian(out, static_cast<std::uint64_t>(value));
}

std::string encode(bool value) {
    return std::string(1, value ? '\1' : '\0');
}

std::string encode(std::int32_t value) {
    std::string out;
    append_int32(out, value);
    return out;
}

std::string encode(std::int64_t value) {
    std::string out;
    append_int64(out, value);
    return out;
}

std::string encode(double value) {
    return encode(std::bit_cast<std::int64_t>(value));
}

std::string encode(std::string_view value) {
    return std::string{value};
}

std::string encode(const Json& value) {
    return '\1' + value.text; // jsonb's wire version
}

std::string encode(const Bytes& value) {
    return value.bytes;
}

std::string encode(const base::Uuid& value) {
    return {value.bytes().begin(), value.bytes().end()};
}

std::string encode(base::Instant value) {
    return encode(static_cast<std::int64_t>(value.time_since_epoch().count() - epoch_offset));
}

} // namespace hatif::pg::codec
