#pragma once

#include <optional>
#include <string_view>

namespace hatif::dialog {

/// What an INFO carries.
struct Info {
    bool known = false;          ///< its type is one that we read
    std::optional<char> digit{}; ///< '0'–'9', '*', '#', 'A'–'D'

    bool operator==(const Info&) const = default;
};

/// A key in an INFO, as gateways send it: `application/dtmf-relay` ("Signal=5" and "Duration=160"
/// as lines) or `application/dtmf` ("5"). Stars and hashes are also written as 10 and 11.
Info read_info(std::string_view content_type, std::string_view body);

} // namespace hatif::dialog
