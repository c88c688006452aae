#include "call/state.hpp"

#include <array>

namespace hatif::call {

namespace {

constexpr std::array<std::string_view, 5> names{"nobody_asked", "awaited", "keyed", "human",
                                                "machine"};

} // namespace

std::string_view to_string(AnsweredBy answerer) {
    return names[static_cast<std::size_t>(answerer)];
}

std::optional<AnsweredBy> answered_by_named(std::string_view text) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] == text) return static_cast<AnsweredBy>(i);
    }
    return std::nullopt;
}

} // namespace hatif::call
