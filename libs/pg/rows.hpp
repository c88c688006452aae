#pragma once

#include "base/handle.hpp"
#include "base/instant.hpp"
#include "base/strong.hpp"
#include "base/uuid.hpp"
#include "pg/codec.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

struct pg_result;
extern "C" void PQclear(pg_result*);

namespace hatif::pg {

class Row;

/// What a statement answered, in binary format.
class Rows {
public:
    explicit Rows(pg_result* result) : result_{result} {}

    int size() const;
    bool empty() const { return size() == 0; }
    Row operator[](int row) const;

    /// How many rows an INSERT, UPDATE or DELETE touched.
    std::int64_t affected() const;

    class Iterator;
    Iterator begin() const;
    Iterator end() const;

    pg_result* raw() const { return result_.get(); }

private:
    friend class Row;
    base::Handle<pg_result, PQclear> result_;
};

/// One row; columns by their place from 0. A type that the column does not have is a bug and
/// aborts, as does reading a NULL as anything but an optional.
class Row {
public:
    Row(const Rows& rows, int row) : rows_{&rows}, row_{row} {}

    bool null(int column) const;

    template <class T>
    T get(int column) const;

private:
    std::string_view bytes(int column) const; ///< aborts on NULL

    bool read(int column, std::type_identity<bool>) const;
    std::int32_t read(int column, std::type_identity<std::int32_t>) const;
    std::int64_t read(int column, std::type_identity<std::int64_t>) const;
    std::uint32_t read(int column, std::type_identity<std::uint32_t>) const;
    double read(int column, std::type_identity<double>) const;
    std::string read(int column, std::type_identity<std::string>) const;
    std::string_view read(int column, std::type_identity<std::string_view>) const;
    Json read(int column, std::type_identity<Json>) const;
    base::Uuid read(int column, std::type_identity<base::Uuid>) const;
    base::Instant read(int column, std::type_identity<base::Instant>) const;
    std::vector<std::string> read(int column, std::type_identity<std::vector<std::string>>) const;
    std::vector<base::Uuid> read(int column, std::type_identity<std::vector<base::Uuid>>) const;
    std::vector<std::int32_t> read(int column, std::type_identity<std::vector<std::int32_t>>) const;
    std::vector<std::int64_t> read(int column, std::type_identity<std::vector<std::int64_t>>) const;
    std::vector<base::Instant> read(int column,
                                    std::type_identity<std::vector<base::Instant>>) const;

    template <class T, class Tag>
    base::Strong<T, Tag> read(int column, std::type_identity<base::Strong<T, Tag>>) const {
        return base::Strong<T, Tag>{get<T>(column)};
    }

    template <class T>
    std::optional<T> read(int column, std::type_identity<std::optional<T>>) const {
        if (null(column)) return std::nullopt;
        return get<T>(column);
    }

    const Rows* rows_;
    int row_;
};

template <class T>
T Row::get(int column) const {
    return read(column, std::type_identity<T>{});
}

class Rows::Iterator {
public:
    Iterator(const Rows& rows, int row) : rows_{&rows}, row_{row} {}
    Row operator*() const { return {*rows_, row_}; }
    Iterator& operator++() {
        ++row_;
        return *this;
    }
    bool operator==(const Iterator&) const = default;

private:
    const Rows* rows_;
    int row_;
};

} // namespace hatif::pg
