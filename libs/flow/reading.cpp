#include "flow/reading.hpp"

#include "base/overloaded.hpp"
#include "flow/compute.hpp"

#include <algorithm>

namespace hatif::flow {

void Reading::note(const ValueSource& source, const Value& value) {
    Command read = NoteRead{source, value};
    if (std::find(notes_.begin(), notes_.end(), read) == notes_.end()) {
        notes_.push_back(std::move(read));
    }
}

std::optional<Variable> Reading::look(const ValueSource& source) {
    auto found = read(source, scope_);
    if (!found) return std::nullopt;
    saw_secret_ = saw_secret_ || found->secret;
    if (source.kind != ValueSource::Kind::variable) note(source, found->value);
    return found;
}

OrFault<Variable> Reading::value(const ValueSource& source) {
    auto found = look(source);
    if (found) return std::move(*found);
    return fault("variable_not_set", "variable '" + source.name + "' was never set");
}

OrFault<Variable> Reading::value(const Operand& operand) {
    const auto table = base::overloaded{
        [](const Value& literal) -> OrFault<Variable> { return Variable{literal}; },
        [&](const ValueSource& source) { return value(source); },
        [&](const Expression& expression) { return compute(expression, *this); },
    };
    return std::visit(table, operand);
}

const std::string& Reading::currency() {
    const auto& currency = scope_.sources.currency;
    note({ValueSource::Kind::system, "sys.currency"}, currency);
    return currency;
}

} // namespace hatif::flow
