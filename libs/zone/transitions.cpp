#include "zone/transitions.hpp"

#include <cstdint>
#include <limits>

namespace hatif::zone {

using base::Errc;
using base::fail;
using base::Instant;
using base::Result;

namespace {

constexpr int last_year = 2200;
constexpr std::size_t header_size = 44, type_size = 6;

/// Big-endian, two's complement.
std::int64_t integer(std::string_view bytes) {
    std::uint64_t value = (bytes[0] & 0x80) != 0 ? std::numeric_limits<std::uint64_t>::max() : 0;
    for (const char byte : bytes) value = (value << 8) | static_cast<unsigned char>(byte);
    return static_cast<std::int64_t>(value);
}

/// The six counts of a header (RFC 8536, 3.1), and how long its data is.
struct Header {
    std::uint32_t is_ut, is_standard, leap, time, type, letter;

    std::size_t data_size(std::size_t time_size) const {
        return std::size_t{time} * (time_size + 1) + std::size_t{type} * type_size + letter +
               std::size_t{leap} * (time_size + 4) + is_standard + is_ut;
    }
};

std::optional<Header> header_of(std::string_view bytes) {
    if (bytes.size() < header_size || !bytes.starts_with("TZif")) return std::nullopt;
    const auto count = [&](std::size_t i) {
        return static_cast<std::uint32_t>(integer(bytes.substr(20 + 4 * i, 4)));
    };
    return Header{count(0), count(1), count(2), count(3), count(4), count(5)};
}

/// Leaves out what changes no offset.
void append(Transitions& it, Setting setting) {
    const auto shown = it.settings.empty() ? it.before : it.settings.back().offset;
    if (setting.offset != shown) it.settings.push_back(setting);
}

/// Seconds that the microseconds of an Instant cannot hold are long ago ("the big bang").
bool is_countable(std::int64_t seconds) {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max() / 1'000'000;
    return seconds > -most && seconds < most;
}

std::optional<Transitions> of_data(const Header& header, std::string_view data) {
    const auto times = data.substr(0, std::size_t{header.time} * 8);
    const auto kinds = data.substr(times.size(), header.time);
    const auto types = data.substr(times.size() + kinds.size());
    const auto offset = [&](std::size_t type) -> base::Duration {
        return std::chrono::seconds{integer(types.substr(type * type_size, 4))};
    };
    Transitions found{offset(0), {}};
    for (std::size_t i = 0; i < header.time; ++i) {
        const auto type = static_cast<unsigned char>(kinds[i]);
        if (type >= header.type) return std::nullopt;
        const std::int64_t at = integer(times.substr(i * 8, 8));
        if (is_countable(at)) {
            append(found, {Instant{std::chrono::seconds{at}}, offset(type)});
        } else if (at < 0) {
            found.before = offset(type);
        }
    }
    return found;
}

/// What the footer adds behind the last of the data.
bool extend(Transitions& it, std::string_view footer, std::optional<Instant> last) {
    if (footer.empty()) return true;
    const auto rule = PosixRule::parse(footer);
    if (!rule) return false;
    int year = 1970;
    if (last) {
        const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(*last)};
        year = static_cast<int>(date.year()) - 1;
    } else {
        it.before = rule->standard;
    }
    for (; year <= last_year; ++year) {
        for (const Setting& setting : rule->settings(year)) {
            if (!last || setting.at > *last) append(it, setting);
        }
    }
    return true;
}

} // namespace

Result<Transitions> read_transitions(std::string_view bytes) {
    const auto broken = [] { return fail(Errc::invalid, "the time zone cannot be read"); };
    const auto first = header_of(bytes);
    if (!first || bytes[4] < '2') return broken();
    const std::size_t skipped = header_size + first->data_size(4);
    if (bytes.size() < skipped) return broken();
    bytes.remove_prefix(skipped);
    const auto header = header_of(bytes);
    if (!header || header->type == 0 || bytes.size() - header_size < header->data_size(8)) {
        return broken();
    }
    const auto data = bytes.substr(header_size, header->data_size(8));
    auto found = of_data(*header, data);
    if (!found) return broken();

    auto footer = bytes.substr(header_size + data.size());
    if (footer.size() < 2 || footer.front() != '\n' || footer.back() != '\n') return broken();
    footer = footer.substr(1, footer.size() - 2);
    std::optional<Instant> last;
    if (header->time > 0) {
        const auto at = integer(data.substr((std::size_t{header->time} - 1) * 8, 8));
        if (is_countable(at)) last = Instant{std::chrono::seconds{at}};
    }
    if (!extend(*found, footer, last)) return broken();
    return *std::move(found);
}

} // namespace hatif::zone
