#include "gateway/rest/if_none_match.hpp"

#include "base/text.hpp"

namespace hatif::gateway {

bool names(std::string_view if_none_match, std::string_view etag) {
    auto rest = base::trimmed(if_none_match);
    if (etag.empty()) return false;
    if (rest == "*") return true;
    while (!rest.empty()) {
        if (rest.front() == ',' || rest.front() == ' ' || rest.front() == '\t') {
            rest.remove_prefix(1);
            continue;
        }
        if (rest.starts_with("W/")) rest.remove_prefix(2);
        if (!rest.starts_with('"')) return false;
        const auto end = rest.find('"', 1);
        if (end == std::string_view::npos) return false;
        if (rest.substr(1, end - 1) == etag) return true;
        rest.remove_prefix(end + 1);
    }
    return false;
}

} // namespace hatif::gateway
