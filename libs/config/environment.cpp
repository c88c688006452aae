#include "config/environment.hpp"

#include "base/text.hpp"

#include <charconv>
#include <cstdlib>
#include <utility>

namespace hatif::config {

Environment::Environment() : Environment{[](const char* name) { return std::getenv(name); }} {}

Environment::Environment(Lookup lookup) : lookup_{std::move(lookup)} {}

std::optional<std::string> Environment::value(const char* name) const {
    const char* set = lookup_(name);
    if (set == nullptr || *set == '\0') return std::nullopt;
    return std::string{set};
}

void Environment::refuse(const char* name, const std::string& why) {
    refusals_.push_back(std::string{name} + " " + why);
}

std::string Environment::text(const char* name) {
    if (auto set = value(name)) return *std::move(set);
    refuse(name, "must be set");
    return {};
}

std::string Environment::text(const char* name, std::string otherwise) {
    return value(name).value_or(std::move(otherwise));
}

std::vector<std::string> Environment::list(const char* name) {
    std::vector<std::string> parts;
    const std::string all = text(name); // the parts are views of it
    for (const auto part : base::split(all, ',')) {
        if (const auto item = base::trimmed(part); !item.empty()) parts.emplace_back(item);
    }
    return parts;
}

std::int64_t Environment::number(const char* name,
                                 std::int64_t otherwise,
                                 std::int64_t least,
                                 std::int64_t most) {
    const auto set = value(name);
    if (!set) return otherwise;
    std::int64_t number = 0;
    const auto* end = set->data() + set->size();
    const auto [stopped, error] = std::from_chars(set->data(), end, number);
    if (error != std::errc{} || stopped != end || number < least || number > most) {
        refuse(name, "must be a whole number from " + std::to_string(least) + " to " +
                         std::to_string(most) + ", not \"" + *set + "\"");
        return otherwise;
    }
    return number;
}

std::chrono::seconds Environment::seconds(const char* name, std::chrono::seconds otherwise) {
    return std::chrono::seconds{number(name, otherwise.count(), 1, 86'400)};
}

base::Result<void> Environment::refusals() const {
    if (refusals_.empty()) return {};
    std::string all;
    for (const auto& refusal : refusals_) all += (all.empty() ? "" : "; ") + refusal;
    return base::fail(base::Errc::invalid, all);
}

} // namespace hatif::config
