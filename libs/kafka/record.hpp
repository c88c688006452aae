#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hatif::kafka {

struct Header {
    std::string name;
    std::string value;

    bool operator==(const Header&) const = default;
};

/// What goes out. The key decides the partition, so that all of one key stay in order.
struct Record {
    std::string topic;
    std::string key;
    std::vector<Header> headers{};
    std::string payload;
};

/// What came in. The views live as long as the batch that it belongs to.
struct Received {
    std::int32_t partition = 0;
    std::int64_t offset = 0;
    std::string_view key;
    std::string_view payload;
    std::vector<Header> headers{};

    /// The value of a header, empty when there is none: `header("ce_sequence")`.
    std::string_view header(std::string_view name) const {
        for (const auto& it : headers) {
            if (it.name == name) return it.value;
        }
        return {};
    }
};

} // namespace hatif::kafka
