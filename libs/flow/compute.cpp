#include "flow/compute.hpp"

#include "base/overloaded.hpp"
#include "flow/number_text.hpp"

#include <cmath>

namespace hatif::flow {

namespace {

constexpr std::size_t longest_text = 10'000;

OrFault<Value> number(double result) {
    if (std::isfinite(result)) return Value{result};
    return fault("number_too_large", "the result is too large a number");
}

OrFault<Value> join(const Value& left, const Value& right) {
    std::string all = to_text(left) + to_text(right);
    if (all.size() <= longest_text) return Value{std::move(all)};
    return fault("text_too_long", "the text grew too long");
}

bool is_text(const Value& value) {
    return std::holds_alternative<std::string>(value);
}

/// The messages show no value: it may be secret.
OrFault<Value> apply(Operation operation, const Value& left, const Value& right) {
    if (operation == Operation::join) return join(left, right);
    const auto a = as_number(left);
    const auto b = as_number(right);
    if (operation == Operation::add && !(a && b) && (is_text(left) || is_text(right))) {
        return join(left, right);
    }
    if (!a || !b) return fault("not_a_number", "a value to be computed with is no number");
    switch (operation) {
    case Operation::add:
        return number(*a + *b);
    case Operation::subtract:
        return number(*a - *b);
    case Operation::multiply:
        return number(*a * *b);
    case Operation::divide:
        if (*b == 0) return fault("division_by_zero", "a number was divided by zero");
        return number(*a / *b);
    case Operation::join:
    case Operation::negate:
        break;
    }
    return number(-*b);
}

} // namespace

OrFault<Variable> compute(const Expression& expression, Reading& reading) {
    std::vector<Value> stack;
    bool secret = false;
    const auto take = [&] {
        Value last = std::move(stack.back());
        stack.pop_back();
        return last;
    };
    const auto table = base::overloaded{
        [](const Value& it) -> OrFault<Value> { return it; },
        [&](const ValueSource& it) -> OrFault<Value> {
            auto found = reading.value(it);
            if (!found) return tl::unexpected{found.error()};
            secret = secret || found->secret;
            return std::move(found->value);
        },
        [&](Operation it) -> OrFault<Value> {
            const Value right = take();
            const Value left = it == Operation::negate ? Value{0.0} : take();
            return apply(it, left, right);
        },
    };
    for (const auto& part : expression.parts) {
        auto value = std::visit(table, part);
        if (!value) return tl::unexpected{value.error()};
        stack.push_back(std::move(*value));
    }
    return Variable{stack.empty() ? Value{} : std::move(stack.back()), secret};
}

} // namespace hatif::flow
