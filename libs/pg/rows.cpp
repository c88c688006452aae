#include "pg/rows.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstdio>
#include <cstdlib>

namespace hatif::pg {

namespace {

constexpr std::int64_t epoch_offset = 946'684'800LL * 1'000'000; // see codec.cpp

[[noreturn]] void mismatch(const char* wanted, int column) {
    std::fprintf(stderr, "pg: column %d is not a %s\n", column, wanted);
    std::abort();
}

std::uint64_t big_endian(std::string_view bytes) {
    std::uint64_t value = 0;
    for (const char c : bytes) value = value << 8 | static_cast<std::uint8_t>(c);
    return value;
}

/// A whole number of any width, with its sign.
std::int64_t whole(std::string_view bytes, int column) {
    switch (bytes.size()) {
    case 2:
        return static_cast<std::int16_t>(big_endian(bytes));
    case 4:
        return static_cast<std::int32_t>(big_endian(bytes));
    case 8:
        return static_cast<std::int64_t>(big_endian(bytes));
    default:
        mismatch("whole number", column);
    }
}

/// The elements of a one-dimensional array; NULL elements are left out.
std::vector<std::string_view> elements(std::string_view bytes) {
    std::vector<std::string_view> found;
    const auto next = [&](std::size_t size) {
        const auto part = bytes.substr(0, size);
        bytes.remove_prefix(std::min(size, bytes.size()));
        return part;
    };
    const auto dimensions = big_endian(next(4));
    next(8); // flags, element oid
    if (dimensions == 0) return found;
    const auto count = big_endian(next(4));
    next(4); // lower bound
    for (std::uint64_t i = 0; i < count; ++i) {
        const auto size = static_cast<std::int32_t>(big_endian(next(4)));
        if (size >= 0) found.push_back(next(static_cast<std::size_t>(size)));
    }
    return found;
}

base::Instant instant_from(std::string_view raw, int column) {
    if (raw.size() != 8) mismatch("timestamptz", column);
    return base::Instant{
        std::chrono::microseconds{static_cast<std::int64_t>(big_endian(raw)) + epoch_offset}};
}

base::Uuid uuid_from(std::string_view bytes) {
    base::Uuid::Bytes raw{};
    std::copy_n(bytes.begin(), std::min(raw.size(), bytes.size()), raw.begin());
    return base::Uuid{raw};
}

} // namespace

int Rows::size() const {
    return PQntuples(result_.get());
}

Row Rows::operator[](int row) const {
    return {*this, row};
}

std::int64_t Rows::affected() const {
    const std::string_view text = PQcmdTuples(result_.get());
    std::int64_t count = 0;
    std::from_chars(text.data(), text.data() + text.size(), count);
    return count;
}

Rows::Iterator Rows::begin() const {
    return {*this, 0};
}

Rows::Iterator Rows::end() const {
    return {*this, size()};
}

bool Row::null(int column) const {
    return PQgetisnull(rows_->result_.get(), row_, column) != 0;
}

std::string_view Row::bytes(int column) const {
    if (null(column)) mismatch("value but NULL", column);
    return {PQgetvalue(rows_->result_.get(), row_, column),
            static_cast<std::size_t>(PQgetlength(rows_->result_.get(), row_, column))};
}

bool Row::read(int column, std::type_identity<bool>) const {
    const auto raw = bytes(column);
    if (raw.size() != 1) mismatch("bool", column);
    return raw[0] != 0;
}

std::int32_t Row::read(int column, std::type_identity<std::int32_t>) const {
    return static_cast<std::int32_t>(whole(bytes(column), column));
}

std::int64_t Row::read(int column, std::type_identity<std::int64_t>) const {
    return whole(bytes(column), column);
}

std::uint32_t Row::read(int column, std::type_identity<std::uint32_t>) const {
    return static_cast<std::uint32_t>(whole(bytes(column), column));
}

double Row::read(int column, std::type_identity<double>) const {
    const auto raw = bytes(column);
    if (raw.size() != 8) mismatch("double precision", column);
    return std::bit_cast<double>(big_endian(raw));
}

std::string_view Row::read(int column, std::type_identity<std::string_view>) const {
    return bytes(column);
}

std::string Row::read(int column, std::type_identity<std::string>) const {
    return std::string{bytes(column)};
}

Json Row::read(int column, std::type_identity<Json>) const {
    auto raw = bytes(column);
    if (PQftype(rows_->result_.get(), column) == codec::jsonb_oid) raw.remove_prefix(1);
    return {std::string{raw}};
}

base::Uuid Row::read(int column, std::type_identity<base::Uuid>) const {
    const auto raw = bytes(column);
    if (raw.size() != 16) mismatch("uuid", column);
    return uuid_from(raw);
}

base::Instant Row::read(int column, std::type_identity<base::Instant>) const {
    return instant_from(bytes(column), column);
}

std::vector<std::string> Row::read(int column, std::type_identity<std::vector<std::string>>) const {
    const auto parts = elements(bytes(column));
    return {parts.begin(), parts.end()};
}

std::vector<base::Uuid> Row::read(int column, std::type_identity<std::vector<base::Uuid>>) const {
    std::vector<base::Uuid> found;
    for (const auto part : elements(bytes(column))) found.push_back(uuid_from(part));
    return found;
}

std::vector<std::int32_t> Row::read(int column,
                                    std::type_identity<std::vector<std::int32_t>>) const {
    std::vector<std::int32_t> found;
    for (const auto part : elements(bytes(column))) {
        found.push_back(static_cast<std::int32_t>(whole(part, column)));
    }
    return found;
}

std::vector<std::int64_t> Row::read(int column,
                                    std::type_identity<std::vector<std::int64_t>>) const {
    std::vector<std::int64_t> found;
    for (const auto part : elements(bytes(column))) found.push_back(whole(part, column));
    return found;
}

std::vector<base::Instant> Row::read(int column,
                                     std::type_identity<std::vector<base::Instant>>) const {
    std::vector<base::Instant> found;
    for (const auto part : elements(bytes(column))) found.push_back(instant_from(part, column));
    return found;
}

} // namespace hatif::pg
