#pragma once

#include "base/instant.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

namespace hatif::base {

/// RFC 9562. The ids that we make are of version 7, so that they sort by the time of their making.
class Uuid {
public:
    using Bytes = std::array<std::uint8_t, 16>;

    Uuid() = default; // the nil uuid
    explicit Uuid(const Bytes& bytes) : bytes_{bytes} {}

    /// "0192f3a4-…": 36 characters in either case; none other.
    static std::optional<Uuid> parse(std::string_view text);

    /// A new one, version 7: 48 bits of milliseconds, the rest random.
    static Uuid v7(Instant now);

    /// One that depends on nothing but what it is made of (version 8): the same parts give the same
    /// uuid, so that a repeat is recognised as one.
    static Uuid derived(const Uuid& from, std::uint64_t index);

    const Bytes& bytes() const { return bytes_; }
    bool is_nil() const { return bytes_ == Bytes{}; }
    std::string to_string() const;

    auto operator<=>(const Uuid&) const = default;

    friend std::ostream& operator<<(std::ostream& out, const Uuid& it) {
        return out << it.to_string();
    }

private:
    Bytes bytes_{};
};

} // namespace hatif::base

template <>
struct std::hash<hatif::base::Uuid> {
    std::size_t operator()(const hatif::base::Uuid& it) const noexcept;
};
