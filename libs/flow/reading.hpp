#pragma once

#include "flow/operand.hpp"
#include "flow/words.hpp"

#include <tl/expected.hpp>

#include <string>

namespace hatif::flow {

/// A value, or why the node cannot do its work.
template <class T>
using OrFault = tl::expected<T, Fault>;

inline tl::unexpected<Fault> fault(std::string code, std::string what) {
    return tl::unexpected<Fault>{Fault{std::move(code), std::move(what)}};
}

/// Reads values while one node decides, and remembers what came from outside of the flow: a call
/// can be had again from its inputs and these.
class Reading {
public:
    /// The scope outlives it.
    explicit Reading(const Scope& scope) : scope_{scope} {}

    /// Nothing: a variable that was never set.
    std::optional<Variable> look(const ValueSource& source);

    /// A variable that was never set is a fault here.
    OrFault<Variable> value(const ValueSource& source);
    OrFault<Variable> value(const Operand& operand);

    /// What amounts are in.
    const std::string& currency();

    /// Something secret was among what was read.
    bool saw_secret() const { return saw_secret_; }

    /// What was read from outside, each once, in order.
    Commands notes() && { return std::move(notes_); }

private:
    void note(const ValueSource& source, const Value& value);

    const Scope& scope_;
    Commands notes_;
    bool saw_secret_ = false;
};

} // namespace hatif::flow
