#include "flow/comparison.hpp"

#include "base/instant.hpp"
#include "flow/number_text.hpp"

#include <array>
#include <utility>

namespace hatif::flow {

namespace {

constexpr std::array<std::pair<std::string_view, Operator>, 10> operators{{
    {"eq", Operator::eq},
    {"neq", Operator::neq},
    {"gt", Operator::gt},
    {"lt", Operator::lt},
    {"gte", Operator::gte},
    {"lte", Operator::lte},
    {"contains", Operator::contains},
    {"startsWith", Operator::starts_with},
    {"endsWith", Operator::ends_with},
    {"exists", Operator::exists},
}};

bool is_null(const Value& value) {
    return std::holds_alternative<Null>(value);
}

bool is_something(const Value& value) {
    const auto* text = std::get_if<std::string>(&value);
    return !is_null(value) && (text == nullptr || !text->empty());
}

bool equal(const Value& left, const Value& right) {
    if (left.index() == right.index()) return left == right;
    if (is_null(left) || is_null(right)) return false;
    if (std::holds_alternative<bool>(left) || std::holds_alternative<bool>(right)) {
        const bool against_text =
            std::holds_alternative<std::string>(left) || std::holds_alternative<std::string>(right);
        return against_text && to_text(left) == to_text(right);
    }
    const auto a = as_number(left);
    const auto b = as_number(right);
    return a && b && *a == *b;
}

/// Below zero: the left one comes first.
int sign(std::partial_ordering order) {
    return order < 0 ? -1 : order > 0 ? 1 : 0;
}

OrFault<int> order(const Value& left, const Value& right) {
    const auto a = as_number(left);
    const auto b = as_number(right);
    if (a && b) return sign(*a <=> *b);
    const auto* text = std::get_if<std::string>(&left);
    const auto* other = std::get_if<std::string>(&right);
    if (text == nullptr || other == nullptr) {
        return fault("not_comparable", "a number, a text and a yes or no have no order");
    }
    const auto moment = base::from_iso8601(*text);
    const auto other_moment = base::from_iso8601(*other);
    if (moment && other_moment) return sign(*moment <=> *other_moment);
    return sign(*text <=> *other);
}

OrFault<bool> in_order(const Value& left, Operator by, const Value& right) {
    if (is_null(left) || is_null(right)) return false;
    const auto found = order(left, right);
    if (!found) return tl::unexpected{found.error()};
    switch (by) {
    case Operator::gt:
        return *found > 0;
    case Operator::lt:
        return *found < 0;
    case Operator::gte:
        return *found >= 0;
    default:
        return *found <= 0;
    }
}

} // namespace

std::optional<Operator> operator_named(std::string_view text) {
    for (const auto& [name, it] : operators) {
        if (name == text) return it;
    }
    return std::nullopt;
}

OrFault<bool> compare(const Value& left, Operator by, const Value& right) {
    const auto within = [&](auto look) {
        return !is_null(left) && !is_null(right) && look(to_text(left), to_text(right));
    };
    switch (by) {
    case Operator::exists:
        return is_something(left);
    case Operator::eq:
        return equal(left, right);
    case Operator::neq:
        return !equal(left, right);
    case Operator::contains:
        return within([](const std::string& text, const std::string& part) {
            return text.find(part) != std::string::npos;
        });
    case Operator::starts_with:
        return within([](const std::string& text, const std::string& part) {
            return text.starts_with(part);
        });
    case Operator::ends_with:
        return within(
            [](const std::string& text, const std::string& part) { return text.ends_with(part); });
    default:
        return in_order(left, by, right);
    }
}

} // namespace hatif::flow
