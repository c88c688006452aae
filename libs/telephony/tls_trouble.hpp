#pragma once

#include <cstdarg>

namespace hatif::telephony {

/// sofia's logger, for its thread. What it says is dropped: it repeats what the network says, and
/// what matters comes as events. But why a TLS connection failed is said nowhere else.
void hear_sofia(void* stream, const char* format, va_list arguments);

/// Was a peer's certificate refused on this thread just now?
bool certificate_was_refused();

} // namespace hatif::telephony
