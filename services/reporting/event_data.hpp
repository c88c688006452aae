#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hatif::reporting {

/// The `data` of a report's event: a JSON object, member by member. Texts that are empty and
/// numbers that are 0 say nothing and are left out.
class EventData {
public:
    EventData& text(std::string_view name, std::string_view value);
    EventData& text_as_is(std::string_view name, std::string_view value); ///< also an empty one
    EventData& number(std::string_view name, std::uint64_t value);
    EventData& number_as_is(std::string_view name, std::int64_t value); ///< also 0
    EventData& object(std::string_view name, const EventData& members);
    EventData& flag(std::string_view name, bool value);
    EventData& texts(std::string_view name, const std::vector<std::string>& values);

    /// `{"to":"+212612345678"}`
    std::string json() const { return "{" + members_ + "}"; }

private:
    void name(std::string_view name);
    std::string members_;
};

} // namespace hatif::reporting
