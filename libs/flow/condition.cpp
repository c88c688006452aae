#include "flow/condition.hpp"

#include "flow/config_reader.hpp"

#include <fmt/format.h>

namespace hatif::flow {

namespace {

using Kind = Condition::Kind;

/// How deep a condition stands, and how many comparisons may still come.
struct Bounds {
    int depth = 0;
    int& left;

    Bounds within() const { return {depth + 1, left}; }
};

Condition read(ConfigReader& members, Bounds bounds);

Operator read_operator(ConfigReader& members) {
    const std::string name = members.text("operator", ConfigReader::Need::required);
    const auto by = operator_named(name);
    if (by || name.empty()) return by.value_or(Operator::exists);
    members.refuse("unknown_value",
                   fmt::format("'{}' is no operator: it must be one of eq, neq, gt, lt, gte, lte, "
                               "contains, startsWith, endsWith, exists",
                               name),
                   pointer(members.path(), "operator"));
    return Operator::exists;
}

Condition read_comparison(ConfigReader& members, Bounds bounds) {
    if (--bounds.left == 0) {
        members.refuse("too_many_comparisons",
                       fmt::format("a condition has at most {} comparisons", largest_condition),
                       members.path());
    }
    Condition condition;
    condition.left = members.operand("left");
    condition.by = read_operator(members);
    if (condition.by != Operator::exists || members.has("right")) {
        condition.right = members.operand("right");
    }
    return condition;
}

Condition read_parts(ConfigReader& members, const char* name, Kind kind, Bounds bounds) {
    Condition condition{.kind = kind};
    for (auto* part : members.objects(name, ConfigReader::Need::required)) {
        condition.parts.push_back(read(*part, bounds.within()));
    }
    return condition;
}

Condition read(ConfigReader& members, Bounds bounds) {
    if (bounds.depth >= deepest_condition) {
        members.refuse(
            "nested_too_deeply",
            fmt::format("conditions stand within each other at most {} deep", deepest_condition),
            members.path());
        return {};
    }
    if (members.has("and")) return read_parts(members, "and", Kind::all, bounds);
    if (members.has("or")) return read_parts(members, "or", Kind::any, bounds);
    if (!members.has("not")) return read_comparison(members, bounds);
    Condition condition{.kind = Kind::none};
    if (auto* part = members.object("not")) condition.parts.push_back(read(*part, bounds.within()));
    return condition;
}

OrFault<bool> compared(const Condition& condition, Reading& reading) {
    const auto* source = std::get_if<ValueSource>(&condition.left);
    if (condition.by == Operator::exists && source != nullptr) {
        const auto found = reading.look(*source);
        return compare(found ? found->value : Value{}, condition.by, {});
    }
    const auto left = reading.value(condition.left);
    if (!left) return tl::unexpected{left.error()};
    const auto right = reading.value(condition.right);
    if (!right) return tl::unexpected{right.error()};
    return compare(left->value, condition.by, right->value);
}

} // namespace

Condition read_condition(ConfigReader& members) {
    int left = largest_condition + 1;
    return read(members, {0, left});
}

OrFault<bool> holds(const Condition& condition, Reading& reading) {
    if (condition.kind == Kind::comparison) return compared(condition, reading);
    // One that is so ends `or` and `not`; one that is not so ends `and`.
    const bool ends = condition.kind != Kind::all;
    for (const auto& part : condition.parts) {
        auto found = holds(part, reading);
        if (!found) return found;
        if (*found == ends) return condition.kind == Kind::any;
    }
    return condition.kind != Kind::any;
}

std::vector<ValueSource> sources_of(const Condition& condition) {
    auto all = sources_of(condition.left);
    const auto add = [&](std::vector<ValueSource> more) {
        all.insert(all.end(), more.begin(), more.end());
    };
    add(sources_of(condition.right));
    for (const auto& part : condition.parts) add(sources_of(part));
    return all;
}

} // namespace hatif::flow
