#include "zone/zone.hpp"

#include "zone/database.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>

namespace hatif::zone {

using base::fail;
using base::Result;

namespace {

/// The rules that were asked for, by name. There are some 600 names.
class Known {
public:
    const Transitions* find(std::string_view name) const {
        const std::shared_lock lock{mutex_};
        const auto found = rules_.find(name);
        return found == rules_.end() ? nullptr : found->second.get();
    }

    const Transitions& keep(std::string_view name, Transitions rules) {
        const std::unique_lock lock{mutex_};
        const auto [at, fresh] = rules_.try_emplace(std::string{name});
        if (fresh) at->second = std::make_unique<const Transitions>(std::move(rules));
        return *at->second;
    }

private:
    mutable std::shared_mutex mutex_;
    std::map<std::string, std::unique_ptr<const Transitions>, std::less<>> rules_;
};

Known& known() {
    static auto& it = *new Known; // outlives whatever else is static
    return it;
}

} // namespace

Result<Zone> Zone::named(std::string_view name) {
    if (const auto* rules = known().find(name)) return Zone{*rules};
    const auto bytes = compiled_zone(name);
    if (!bytes) {
        return fail(base::Errc::invalid, "no time zone is called \"" + std::string{name} + "\"");
    }
    auto rules = read_transitions(*bytes);
    if (!rules) return fail(rules.error());
    return Zone{known().keep(name, *std::move(rules))};
}

Span Zone::span_at(base::Instant at) const {
    const auto& settings = rules_->settings;
    const auto next =
        std::upper_bound(settings.begin(), settings.end(), at,
                         [](base::Instant moment, const Setting& it) { return moment < it.at; });
    Span span{next == settings.begin() ? rules_->before : std::prev(next)->offset};
    if (next != settings.end()) span.until = next->at;
    return span;
}

std::optional<base::Instant> Zone::next_transition(base::Instant after) const {
    const auto until = span_at(after).until;
    return until == base::Instant::max() ? std::nullopt : std::optional{until};
}

} // namespace hatif::zone
