#include "reporting/event_data.hpp"

#include "base/text.hpp"

namespace hatif::reporting {

void EventData::name(std::string_view name) {
    if (!members_.empty()) members_ += ',';
    base::append_json_string(members_, name);
    members_ += ':';
}

EventData& EventData::text(std::string_view member, std::string_view value) {
    return value.empty() ? *this : text_as_is(member, value);
}

EventData& EventData::text_as_is(std::string_view member, std::string_view value) {
    name(member);
    base::append_json_string(members_, value);
    return *this;
}

EventData& EventData::number(std::string_view member, std::uint64_t value) {
    if (value == 0) return *this;
    name(member);
    members_ += std::to_string(value);
    return *this;
}

EventData& EventData::number_as_is(std::string_view member, std::int64_t value) {
    name(member);
    members_ += std::to_string(value);
    return *this;
}

EventData& EventData::object(std::string_view member, const EventData& members) {
    name(member);
    members_ += members.json();
    return *this;
}

EventData& EventData::flag(std::string_view member, bool value) {
    name(member);
    members_ += value ? "true" : "false";
    return *this;
}

EventData& EventData::texts(std::string_view member, const std::vector<std::string>& values) {
    name(member);
    members_ += '[';
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0) members_ += ',';
        base::append_json_string(members_, values[i]);
    }
    members_ += ']';
    return *this;
}

} // namespace hatif::reporting
