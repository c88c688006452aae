#pragma once

#include "base/instant.hpp"
#include "base/strong.hpp"
#include "base/uuid.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hatif::pg {

/// A text that is sent as `jsonb`.
struct Json {
    std::string text;
};

/// Bytes that are sent as `bytea`.
struct Bytes {
    std::string bytes;
};

/// One parameter of a statement in PostgreSQL's binary format. Made implicitly from the values that
/// a statement may take, so that a call reads as `exec("… $1 …", id, now)`: bool, int, int64,
/// double, text, Json, Bytes, Uuid, Instant, strong types around them, optionals (empty: NULL), and
/// vectors of all these (arrays).
struct Param {
    unsigned oid = 0;
    bool null = false;
    std::string bytes;
};

namespace codec {

// Object ids of PostgreSQL's own types (pg_type.dat); fixed for ever.
constexpr unsigned bool_oid = 16, bytea_oid = 17, int8_oid = 20, int4_oid = 23, text_oid = 25,
                   float8_oid = 701, timestamptz_oid = 1184, uuid_oid = 2950, jsonb_oid = 3802;

/// The oid of a type's array.
unsigned array_of(unsigned oid);

void append_int32(std::string& out, std::int32_t value);
void append_int64(std::string& out, std::int64_t value);

std::string encode(bool value);
std::string encode(std::int32_t value);
std::string encode(std::int64_t value);
std::string encode(double value);
std::string encode(std::string_view value);
std::string encode(const Json& value);
std::string encode(const Bytes& value);
std::string encode(const base::Uuid& value);
std::string encode(base::Instant value);

// clang-format off
template <class T> struct Oid;
template <> struct Oid<bool>             { static constexpr unsigned value = bool_oid; };
template <> struct Oid<std::int32_t>     { static constexpr unsigned value = int4_oid; };
template <> struct Oid<std::int64_t>     { static constexpr unsigned value = int8_oid; };
template <> struct Oid<double>           { static constexpr unsigned value = float8_oid; };
template <> struct Oid<std::string>      { static constexpr unsigned value = text_oid; };
template <> struct Oid<std::string_view> { static constexpr unsigned value = text_oid; };
template <> struct Oid<Json>             { static constexpr unsigned value = jsonb_oid; };
template <> struct Oid<Bytes>            { static constexpr unsigned value = bytea_oid; };
template <> struct Oid<base::Uuid>       { static constexpr unsigned value = uuid_oid; };
template <> struct Oid<base::Instant>    { static constexpr unsigned value = timestamptz_oid; };
template <class T, class Tag>
struct Oid<base::Strong<T, Tag>>         { static constexpr unsigned value = Oid<T>::value; };
template <class T>
struct Oid<std::optional<T>>             { static constexpr unsigned value = Oid<T>::value; };
// clang-format on

template <class T, class Tag>
std::string encode(const base::Strong<T, Tag>& value) {
    return encode(value.value());
}

template <class T>
void append_element(std::string& out, const T& value) {
    const std::string bytes = encode(value);
    append_int32(out, static_cast<std::int32_t>(bytes.size()));
    out += bytes;
}

template <class T>
void append_element(std::string& out, const std::optional<T>& value) {
    if (value) return append_element(out, *value);
    append_int32(out, -1);
}

} // namespace codec

inline Param param(const char* value) {
    return {codec::text_oid, false, value};
}

template <class T>
Param param(const T& value) {
    return {codec::Oid<T>::value, false, codec::encode(value)};
}

template <class T>
Param param(const std::optional<T>& value) {
    if (!value) return {codec::Oid<T>::value, true, {}};
    return param(*value);
}

template <class T>
Param param(const std::vector<T>& values) {
    std::string out;
    codec::append_int32(out, values.empty() ? 0 : 1); // dimensions
    codec::append_int32(out, 1);                      // may hold NULLs
    codec::append_int32(out, static_cast<std::int32_t>(codec::Oid<T>::value));
    if (!values.empty()) {
        codec::append_int32(out, static_cast<std::int32_t>(values.size()));
        codec::append_int32(out, 1); // lower bound
        for (const T& value : values) codec::append_element(out, value);
    }
    return {codec::array_of(codec::Oid<T>::value), false, std::move(out)};
}

} // namespace hatif::pg
