#pragma once

#include "flow/value.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace hatif::flow {

/// What stands in a server's answer at these JSON pointers (RFC 6901), in their order: a text, a
/// number, true or false. Null: nothing stands there, or a list or an object; all are, when it is
/// no JSON.
std::vector<Value> values_in(std::string_view json, const std::vector<std::string>& wanted);

} // namespace hatif::flow
