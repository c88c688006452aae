#pragma once

#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>

/// The log of a service: one logfmt line an entry, to standard error.
///
///     time=2025-01-15T10:30:00.000Z level=info service=contact what="contact deleted"
///     contact=0192…
///
/// Phones are never written whole: hand them over masked. Every entry that belongs to a request
/// carries its `requestId`.
namespace hatif::observability {

enum class Level { debug, info, warning, error };

/// One `name=value` of an entry.
struct Field {
    Field(std::string_view field_name, std::string_view text) : name{field_name}, value{text} {}
    Field(std::string_view field_name, const char* text) : name{field_name}, value{text} {}
    Field(std::string_view field_name, bool flag)
        : name{field_name}, value{flag ? "true" : "false"} {}
    template <class Number>
    requires std::integral<Number> || std::floating_point<Number> Field(std::string_view field_name,
                                                                        Number number)
        : name{field_name}, value{std::to_string(number)} {}

    std::string_view name;
    std::string value;
};

using Fields = std::initializer_list<Field>;

/// Names the service in every line and sets the least level that is written: "debug", "info",
/// "warning", "error"; any other word counts as "info". Before it, lines carry no service.
void start_log(std::string_view service, std::string_view level);

/// From any thread.
void log(Level level, std::string_view what, Fields fields = {});

inline void log_debug(std::string_view what, Fields fields = {}) {
    log(Level::debug, what, fields);
}
inline void log_info(std::string_view what, Fields fields = {}) {
    log(Level::info, what, fields);
}
inline void log_warning(std::string_view what, Fields fields = {}) {
    log(Level::warning, what, fields);
}
inline void log_error(std::string_view what, Fields fields = {}) {
    log(Level::error, what, fields);
}

/// One entry as it is written, without the line's end.
std::string to_logfmt(std::string_view time,
                      Level level,
                      std::string_view service,
                      std::string_view what,
                      Fields fields);

} // namespace hatif::observability
