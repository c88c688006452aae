#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// JSON put together from texts that are JSON already.
namespace hatif::gateway {

using JsonMember = std::pair<std::string, std::string>;
using JsonMembers = std::vector<JsonMember>;

std::string json_text(std::string_view text);
std::string json_object(const JsonMembers& members);
std::string json_list(const std::vector<std::string>& items);

} // namespace hatif::gateway
