#include "web/message.hpp"

#include <strings.h>

namespace hatif::web {

std::optional<std::string_view> Response::header(std::string_view name) const {
    for (const auto& it : headers) {
        if (it.name.size() == name.size() &&
            strncasecmp(it.name.data(), name.data(), name.size()) == 0) {
            return it.value;
        }
    }
    return {};
}

} // namespace hatif::web
