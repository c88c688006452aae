#include "endpoint/byte_range.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <limits>
#include <string>

namespace hatif::endpoint {

namespace {

constexpr std::string_view unit = "bytes=";

using Position = std::optional<std::uint64_t>;

bool is_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Of digits alone. What no number holds is farther than any file.
Position position(std::string_view digits) {
    if (digits.empty()) return {};
    std::uint64_t value = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (read.ec == std::errc::result_out_of_range) {
        return std::numeric_limits<std::uint64_t>::max();
    }
    return value;
}

bool begins_with_unit(std::string_view header) {
    return header.size() >= unit.size() &&
           std::equal(unit.begin(), unit.end(), header.begin(), [](char ours, char theirs) {
               return ours == std::tolower(static_cast<unsigned char>(theirs));
           });
}

tl::unexpected<base::Error> beyond(std::uint64_t size) {
    const auto whole = std::to_string(size);
    return base::fail({base::Errc::invalid,
                       "the file has " + whole + " bytes",
                       "RANGE_NOT_SATISFIABLE",
                       {{"range", "bytes */" + whole}}});
}

} // namespace

base::Result<std::optional<ByteRange>> read_range(std::string_view header, std::uint64_t size) {
    constexpr auto whole = std::nullopt;
    if (!begins_with_unit(header)) return whole;
    const auto asked = base::trimmed(header.substr(unit.size()));
    const auto dash = asked.find('-');
    if (dash == std::string_view::npos) return whole;
    const auto from = asked.substr(0, dash);
    const auto to = asked.substr(dash + 1);
    if (!is_digits(from) || !is_digits(to)) return whole; // several, or none at all
    const auto first = position(from);
    const auto last = position(to);
    if (!first) {
        if (!last) return whole;
        if (*last == 0 || size == 0) return beyond(size);
        return ByteRange{size - std::min(*last, size), size - 1};
    }
    if (last && *last < *first) return whole;
    if (*first >= size) return beyond(size);
    return ByteRange{*first, std::min(last.value_or(size - 1), size - 1)};
}

} // namespace hatif::endpoint
