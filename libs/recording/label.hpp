#pragma once

#include "base/instant.hpp"
#include "base/uuid.hpp"
#include "objects/object_key.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hatif::recording {

/// What must be known of a recording when its process is dead: the file beside its WAV.
struct Label {
    base::Uuid id;
    objects::ObjectKey key;
    std::uint32_t channels = 1;
    base::Instant began_at{};
    std::string about;

    bool operator==(const Label&) const = default;
};

std::string to_text(const Label& label);

/// None for what is no whole label.
std::optional<Label> parse_label(std::string_view text);

} // namespace hatif::recording
