#pragma once

#include <string_view>

namespace hatif::dialog {

/// The code of a `message/sipfrag` body (RFC 3420) as a NOTIFY carries it: "SIP/2.0 200 OK". 0 when
/// it has no status line, or a code outside of 100 to 699.
int code_of_sipfrag(std::string_view body);

} // namespace hatif::dialog
