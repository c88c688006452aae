#pragma once

#include "base/result.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hatif::program_scheduler {

/// How many characters a text may have.
struct Length {
    std::size_t least = 0;
    std::size_t most = 0;
};

/// Collects what is wrong in a request, so that its sender hears all of it at once.
class FieldCheck {
public:
    void refuse(std::string path, std::string what);

    /// Without the spaces around it. "" when it was refused.
    std::string
    required(const std::string& path, const std::optional<std::string>& text, Length length);

    /// Nothing when it is absent or empty.
    std::optional<std::string>
    optional(const std::string& path, const std::optional<std::string>& text, Length length);

    /// VALIDATION with every field, or nothing.
    base::Result<void> result() const;

private:
    bool fits(const std::string& path, const std::string& text, Length length);

    std::vector<base::FieldError> wrong_;
};

/// A protobuf `optional string` as a value: `sent(request.has_name(), request.name())`.
inline std::optional<std::string> sent(bool present, const std::string& text) {
    if (!present) return {};
    return text;
}

/// The same of a PUT, in which a member sent as null (its path stands among `cleared`) is there,
/// and empty: `sent(request.has_name(), request.name(), request.cleared(), "name")`.
template <class Paths>
std::optional<std::string>
sent(bool present, const std::string& text, const Paths& cleared, std::string_view path) {
    if (std::find(cleared.begin(), cleared.end(), path) != cleared.end()) return "";
    return sent(present, text);
}

} // namespace hatif::program_scheduler
