#pragma once

#include "base/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hatif::gateway {

/// One part of a multipart/form-data body (RFC 7578). `content` looks into the body.
struct Part {
    std::string name;
    std::optional<std::string> file_name;
    std::string content_type;
    std::string_view content;
};

/// All parts in their order. `content_type` is the request's own: it names the boundary. `invalid`
/// when it is no such body, or a broken one.
base::Result<std::vector<Part>> read_multipart(std::string_view content_type,
                                               std::string_view body);

} // namespace hatif::gateway
