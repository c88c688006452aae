#include "observability/trace.hpp"

#include "base/clock.hpp"
#include "base/text.hpp"
#include "base/uuid.hpp"

#include <algorithm>

namespace hatif::observability {

namespace {

constexpr std::size_t most_id_characters = 128;

base::Uuid fresh() {
    return base::Uuid::v7(base::SystemClock{}.now());
}

std::string hex_of(const base::Uuid& id) {
    auto hex = id.to_string();
    std::erase(hex, '-');
    return hex;
}

bool is_lower_hex(std::string_view text) {
    return std::ranges::all_of(
        text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

// "00-<32 hex>-<16 hex>-<2 hex>", neither id all zero.
bool is_traceparent(std::string_view text) {
    const auto parts = base::split(text, '-');
    return parts.size() == 4 && parts[0] == "00" && parts[1].size() == 32 &&
           parts[2].size() == 16 && parts[3].size() == 2 && is_lower_hex(parts[1]) &&
           is_lower_hex(parts[2]) && is_lower_hex(parts[3]) &&
           parts[1].find_first_not_of('0') != std::string_view::npos &&
           parts[2].find_first_not_of('0') != std::string_view::npos;
}

} // namespace

std::string accept_request_id(std::optional<std::string_view> sent) {
    const bool usable = sent && !sent->empty() && sent->size() <= most_id_characters &&
                        std::ranges::all_of(*sent, [](char c) { return c > ' ' && c < 0x7f; });
    return usable ? std::string{*sent} : fresh().to_string();
}

std::string accept_traceparent(std::optional<std::string_view> sent) {
    if (sent && is_traceparent(*sent)) return std::string{*sent};
    return "00-" + hex_of(fresh()) + "-" + hex_of(fresh()).substr(16) + "-01";
}

} // namespace hatif::observability
