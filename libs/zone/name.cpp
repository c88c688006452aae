#include "zone/name.hpp"

#include "zone/database.hpp"

namespace hatif::zone {

bool is_name(std::string_view text) {
    // All that is built in is places and UTC.
    return compiled_zone(text).has_value();
}

} // namespace hatif::zone
