#include "observability/log.hpp"

#include "base/clock.hpp"
#include "base/text.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>

namespace hatif::observability {

namespace {

spdlog::logger& sink() {
    static const auto logger = [] {
        auto made = std::make_shared<spdlog::logger>(
            "hatif", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        made->set_pattern("%v");
        made->flush_on(spdlog::level::trace);
        return made;
    }();
    return *logger;
}

std::string& service_name() {
    static std::string name;
    return name;
}

constexpr const char* word_of(Level level) {
    switch (level) {
    case Level::debug:
        return "debug";
    case Level::info:
        return "info";
    case Level::warning:
        return "warning";
    case Level::error:
        return "error";
    }
    return "error";
}

spdlog::level::level_enum level_of(std::string_view word) {
    if (word == "debug") return spdlog::level::debug;
    if (word == "warning") return spdlog::level::warn;
    if (word == "error") return spdlog::level::err;
    return spdlog::level::info;
}

void append(std::string& line, std::string_view name, std::string_view value) {
    if (!line.empty()) line += ' ';
    line += name;
    line += '=';
    const bool has_marks = std::ranges::any_of(value, [](char c) {
        return static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '=' || c == '\\';
    });
    const bool plain = !value.empty() && !has_marks && base::is_utf8(value);
    if (plain) {
        line += value;
    } else {
        base::append_json_string(line, value);
    }
}

} // namespace

void start_log(std::string_view service, std::string_view level) {
    service_name() = service;
    sink().set_level(level_of(level));
}

void log(Level level, std::string_view what, Fields fields) {
    const auto rank = level_of(word_of(level));
    if (!sink().should_log(rank)) return;
    sink().log(rank, to_logfmt(base::to_iso8601(base::SystemClock{}.now()), level, service_name(),
                               what, fields));
}

std::string to_logfmt(std::string_view time,
                      Level level,
                      std::string_view service,
                      std::string_view what,
                      Fields fields) {
    std::string line;
    append(line, "time", time);
    append(line, "level", word_of(level));
    if (!service.empty()) append(line, "service", service);
    append(line, "what", what);
    for (const auto& field : fields) append(line, field.name, field.value);
    return line;
}

} // namespace hatif::observability
