#pragma once

#include "base/instant.hpp"
#include "base/strong.hpp"
#include "base/uuid.hpp"

#include <cstddef>
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

void append(std::string& out, bool value);
void append(std::string& out, std::int32_t value);
void append(std::string& out, std::int64_t value);
void append(std::string& out, double value);
void append(std::string& out, std::string_view value);
void append(std::string& out, const Json& value);
void append(std::string& out, const Bytes& value);
void append(std::string& out, const base::Uuid& value);
void append(std::string& out, base::Instant value);

/// Writes a size that was left open; `out` ends where what it counts ends.
void close_size(std::string& out, std::size_t at);

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
void append(std::string& out, const base::Strong<T, Tag>& value) {
    append(out, value.value());
}

template <class T>
void append_element(std::string& out, const T& value) {
    const auto size_at = out.size();
    append(out, std::int32_t{0});
    append(out, value);
    close_size(out, size_at);
}

template <class T>
void append_element(std::string& out, const std::optional<T>& value) {
    if (value) return append_element(out, *value);
    append(out, std::int32_t{-1});
}

} // namespace codec

inline Param param(const char* value) {
    return {codec::text_oid, false, value};
}

template <class T>
Param param(const T& value) {
    Param made{codec::Oid<T>::value, false, {}};
    codec::append(made.bytes, value);
    return made;
}

template <class T>
Param param(const std::optional<T>& value) {
    if (!value) return {codec::Oid<T>::value, true, {}};
    return param(*value);
}

template <class T>
Param param(const std::vector<T>& values) {
    std::string out;
    out.reserve(20 + values.size() * 20);
    codec::append(out, std::int32_t{values.empty() ? 0 : 1}); // dimensions
    codec::append(out, std::int32_t{1});                      // may hold NULLs
    codec::append(out, static_cast<std::int32_t>(codec::Oid<T>::value));
    if (!values.empty()) {
        codec::append(out, static_cast<std::int32_t>(values.size()));
        codec::append(out, std::int32_t{1}); // lower bound
        for (const T& value : values) codec::append_element(out, value);
    }
    return {codec::array_of(codec::Oid<T>::value), false, std::move(out)};
}

} // namespace hatif::pg
