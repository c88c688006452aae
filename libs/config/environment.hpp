#pragma once

#include "base/result.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace hatif::config {

/// Reads a service's settings. Every wrong or missing variable is remembered, so that a start-up
/// refuses with all of them at once:
///
///     Environment env;
///     Config config{.listen = env.text("HATIF_LISTEN"), .lease =
///     env.seconds("HATIF_LEASE_SECONDS", 15s)}; if (const auto read = env.refusals(); !read)
///     return refuse_to_start(read.error());
class Environment {
public:
    using Lookup = std::function<const char*(const char*)>;

    Environment();                       ///< the process's own
    explicit Environment(Lookup lookup); ///< a test's

    /// Must be set and not empty; without a value it is refused and answered as "".
    std::string text(const char* name);
    std::string text(const char* name, std::string otherwise);

    /// Parts between commas, spaces around them cut off; at least one.
    std::vector<std::string> list(const char* name);

    std::int64_t
    number(const char* name, std::int64_t otherwise, std::int64_t least, std::int64_t most);

    /// A whole number of seconds, 1 to a day.
    std::chrono::seconds seconds(const char* name, std::chrono::seconds otherwise);

    /// Everything that was wrong, one line each; nothing when all is well.
    base::Result<void> refusals() const;

private:
    std::optional<std::string> value(const char* name) const;
    void refuse(const char* name, const std::string& why);

    Lookup lookup_;
    std::vector<std::string> refusals_;
};

} // namespace hatif::config
