#include "telephony/tls_trouble.hpp"

#include <chrono>
#include <cstring>
#include <optional>

namespace hatif::telephony {

namespace {

using Clock = std::chrono::steady_clock;

// The requests that waited for the connection fail in the same round of the loop.
constexpr std::chrono::milliseconds just_now{50};

thread_local std::optional<Clock::time_point> refused_at;

} // namespace

void hear_sofia(void*, const char* format, va_list) {
    if (std::strstr(format, "Subject Mismatch") != nullptr ||
        std::strstr(format, "Error with certificate") != nullptr) {
        refused_at = Clock::now();
    }
}

bool certificate_was_refused() {
    return refused_at && Clock::now() - *refused_at < just_now;
}

} // namespace hatif::telephony
