#pragma once

#include "base/instant.hpp"
#include "base/result.hpp"
#include "contact/people/contact.hpp"
#include "contact/people/wire.hpp"
#include "phone/country.hpp"
#include "rpc/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hatif::contact {

/// Which contacts a list, an export or a deletion is about, beside the words that it searches for.
/// All that is set must hold.
struct ContactFilter {
    std::optional<PhoneStatus> phone_status{};
    std::optional<std::string> match_key{}; ///< of the phone asked for
    std::optional<base::Instant> created_until{};
    std::optional<base::Instant> inactive_since{}; ///< no call answered since then, or ever
    std::int64_t consecutive_failures = 0;         ///< at least so many

    /// Is every contact meant?
    bool empty() const {
        return !phone_status && !match_key && !created_until && !inactive_since &&
               consecutive_failures == 0;
    }
};

/// A phone in any spelling; one that cannot be a phone is refused by its member's name.
base::Result<std::string> read_phone_filter(std::string_view text, const phone::Country& home);

/// From any message that has the members of a filter.
template <class Message>
base::Result<ContactFilter> read_filter(const Message& message, const phone::Country& home) {
    ContactFilter filter;
    if (message.has_phone_status()) filter.phone_status = from_wire(message.phone_status());
    if (message.has_inactive_since()) {
        filter.inactive_since = rpc::from_wire(message.inactive_since());
    }
    filter.consecutive_failures = message.consecutive_failures();
    if (!message.has_phone()) return filter;
    auto key = read_phone_filter(message.phone(), home);
    if (!key) return base::fail(key.error());
    filter.match_key = *std::move(key);
    return filter;
}

} // namespace hatif::contact
