#pragma once

#include <string>

namespace hatif::gateway {

/// The page at /docs: the endpoints of /openapi.json as a list to read. Needs nothing from
/// elsewhere.
std::string docs_page();

} // namespace hatif::gateway
