#pragma once

#include "base/result.hpp"

#include <compare>
#include <ostream>
#include <string>
#include <string_view>

namespace hatif::objects {

/// The name of an object that is not called by its content: "recordings/<organization>/<id>.wav".
/// Parts of a-z, 0-9, '-', '_' and '.', parted by '/'; no part is empty or begins with a dot, so
/// that no text becomes a path that leads away. At most 200 characters. The first of two or more
/// parts has at least three characters: the folders of content hashes have two.
class ObjectKey {
public:
    static constexpr std::size_t most_characters = 200;

    /// Fails (invalid) with what is wrong.
    static base::Result<ObjectKey> parse(std::string_view text);

    const std::string& value() const { return value_; }

    auto operator<=>(const ObjectKey&) const = default;

    friend std::ostream& operator<<(std::ostream& out, const ObjectKey& it) {
        return out << it.value_;
    }

private:
    explicit ObjectKey(std::string value) : value_{std::move(value)} {}

    std::string value_;
};

} // namespace hatif::objects
